package dev.sluice.server.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// The messages that wait for one receiver, in order: the first is sent, and repeated with
/// exponential backoff where the receiver does not take it; those behind it wait, so that a dead
/// receiver is asked once in a while. Times in milliseconds. Confined to one thread.
final class Outbox {
  /// How often a message is sent at most: with the pauses below for some twenty minutes.
  static final int ATTEMPTS = 12;

  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toMillis();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toMillis();

  private final Queue<WebhookMessage> waiting = new ArrayDeque<>();

  /// How often the first message was sent.
  private int attempts;

  private long notBefore = Long.MIN_VALUE;

  void add(WebhookMessage message) {
    waiting.add(message);
  }

  int size() {
    return waiting.size();
  }

  /// The message that is to be sent now.
  Optional<WebhookMessage> due(long now) {
    return now < notBefore ? Optional.empty() : next();
  }

  /// The first message, whether or not its time has come.
  Optional<WebhookMessage> next() {
    return Optional.ofNullable(waiting.peek());
  }

  /// Removes the first message: the receiver has taken it, or never will.
  void done() {
    waiting.remove();
    attempts = 0;
    notBefore = Long.MIN_VALUE;
  }

  /// Notes that the receiver did not take the first message.
  ///
  /// @return whether the message is given up
  boolean failed(long now) {
    attempts++;
    if (attempts >= ATTEMPTS) {
      done();
      // Those behind it are not sent all at once to a receiver that takes none.
      notBefore = now + LONGEST_PAUSE;
      return true;
    }
    notBefore = now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << (attempts - 1));
    return false;
  }
}
