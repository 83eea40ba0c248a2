package dev.sluice.config.policy;

import java.time.Duration;

/// How many calls of a route may wait, and for how long.
///
/// @param calls how many at a time
/// @param tokens how many tokens they may take together, by estimate
/// @param bytes how large their bodies may be together
/// @param maxWait how long one of them may wait; a call that would have to wait longer is rejected
///   on arrival
/// @param heartbeat whether a stream is kept alive by comments until its first token
public record QueueConfig(int calls, long tokens, long bytes, Duration maxWait, boolean heartbeat) {
  /// The shortest and the longest `maxWait`.
  public static final Duration WAIT_MIN = Duration.ofMillis(1);

  /// See [#WAIT_MIN].
  public static final Duration WAIT_MAX = Duration.ofMinutes(10);

  public QueueConfig {
    positive("calls", calls);
    positive("tokens", tokens);
    positive("bytes", bytes);
    if (maxWait.compareTo(WAIT_MIN) < 0 || maxWait.compareTo(WAIT_MAX) > 0) {
      throw new IllegalArgumentException("max_wait is " + maxWait + "; it must be 1 ms to 10 min");
    }
  }

  /// 1,000 calls, 5 million tokens, 256 MiB, 30 s, no comments.
  public static QueueConfig defaults() {
    return new QueueConfig(1_000, 5_000_000, 1L << 28, Duration.ofSeconds(30), false);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }
}
