package dev.sluice.config.policy;

import java.time.Duration;

/// The bounds of a route's queue: how many calls may wait, and for how long.
///
/// @param calls the most calls that wait at a time
/// @param tokens the most tokens that the waiting calls may take together, by estimate
/// @param bytes the most bytes of the waiting calls' bodies together
/// @param maxWait the longest time that a call may wait; a call that would have to wait longer is
///   rejected on arrival
/// @param heartbeat whether a stream is kept alive by comments until its first token
public record QueueConfig(int calls, long tokens, long bytes, Duration maxWait, boolean heartbeat) {
  /// The shortest `maxWait`.
  public static final Duration WAIT_MIN = Duration.ofMillis(1);

  /// The longest `maxWait`.
  public static final Duration WAIT_MAX = Duration.ofMinutes(10);

  public QueueConfig {
    positive("calls", calls);
    positive("tokens", tokens);
    positive("bytes", bytes);
    if (maxWait.compareTo(WAIT_MIN) < 0 || maxWait.compareTo(WAIT_MAX) > 0) {
      throw new IllegalArgumentException("max_wait is " + maxWait + "; it must be 1 ms to 10 min");
    }
  }

  /// The defaults: 1,000 calls, 5 million tokens, 256 MiB, 30 s, no comments.
  public static QueueConfig defaults() {
    return new QueueConfig(1_000, 5_000_000, 1L << 28, Duration.ofSeconds(30), false);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }
}
