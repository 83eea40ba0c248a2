package dev.sluice.api;

import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The decision how long a client is to wait before it repeats a call that was rejected for a
/// temporary cause. Safe for any thread.
///
/// A provider's hint is passed on as it is, and so is the queue's forecast. If no time is known, it
/// is a backoff: 1 s, doubled for each time that the client has sent the same before, up to 8 s. No
/// client is told to come before its route is open again, since a gate would reject it. The backoff
/// and that instant are spread, always upward, so that the clients of an outage do not all come at
/// one moment. See "Exponential Backoff and Jitter" (Brooker, AWS 2015).
///
/// @param random asked for each draw, on the thread that asks
public record RetryHint(Supplier<? extends RandomGenerator> random) {
  private static final Duration BASE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 3;

  /// The part of a backoff by which a random one is longer at most.
  private static final double BACKOFF_SPREAD = 0.5;

  /// The part of the time until a gate opens by which clients come later at most, and what that is
  /// at least.
  private static final double OPENING_SPREAD = 0.1;

  private static final Duration LEAST_SPREAD = Duration.ofMillis(250);

  /// How long the client is to wait; empty where the same call has no chance again.
  ///
  /// @param retries how often the client has sent the same before
  public Optional<Duration> after(ApiError error, AttemptHistory history, int retries) {
    if (!error.again()) {
      return Optional.empty();
    }
    Duration known = error.after().orElseGet(() -> backoff(retries));
    Optional<Duration> later = history.comeBack().filter(opening -> opening.compareTo(known) > 0);
    boolean crowded = error.crowded() || later.isPresent();
    Duration wait = later.orElse(known);
    return Optional.of(crowded ? spread(wait) : wait);
  }

  private Duration backoff(int retries) {
    Duration doubled = BASE.multipliedBy(1L << Math.min(retries, MOST_DOUBLINGS));
    return doubled.plus(part(doubled, BACKOFF_SPREAD));
  }

  private Duration spread(Duration opening) {
    Duration part = part(opening, OPENING_SPREAD);
    return opening.plus(part.compareTo(LEAST_SPREAD) > 0 ? part : part(LEAST_SPREAD, 1));
  }

  private Duration part(Duration of, double most) {
    return Duration.ofNanos((long) (of.toNanos() * most * random.get().nextDouble()));
  }
}
