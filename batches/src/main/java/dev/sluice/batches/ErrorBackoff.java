package dev.sluice.batches;

import java.time.Duration;

/// Exponential backoff of the work on a batch: after failures with no progress between them, how
/// long to wait before it is tried again, which is twice as long each time. For one thread.
final class ErrorBackoff {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final int DOUBLINGS = 6;

  /// So many are many: what lasts for minutes.
  private static final int MANY = 10;

  private int count;

  /// Takes one more.
  ///
  /// @return how long to wait, in nanoseconds
  long next() {
    long wait = coming();
    count++;
    return wait;
  }

  /// How long to wait after the next one, in nanoseconds.
  long coming() {
    return Math.min(LONGEST, FIRST << Math.min(count, DOUBLINGS));
  }

  /// Whether there was one since the work got on.
  boolean any() {
    return count > 0;
  }

  boolean areMany() {
    return count >= MANY;
  }

  /// The work has got on.
  void end() {
    count = 0;
  }
}
