package dev.sluice.internal.timeout;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongToDoubleFunction;

/// The number of attempts under way, by when they began, in slices of two seconds over about two
/// minutes; earlier attempts are forgotten. Safe for any thread, without a lock.
final class UnderWay {
  private static final long SLICE = 2_000_000_000L;

  private static final int SLICES = 64;
  private static final int COUNT_BITS = 24;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final long origin;

  /// For each entry the number of its slice, and how many attempts began in that.
  private final AtomicLongArray slices = new AtomicLongArray(SLICES);

  /// @param origin an instant before any attempt begins
  UnderWay(long origin) {
    this.origin = origin;
  }

  void begins(long now) {
    long slice = slice(now);
    slices.updateAndGet(
        index(slice), entry -> entry >>> COUNT_BITS == slice ? entry + 1 : entry(slice, 1));
  }

  /// Removes an attempt that began at `begun`.
  void ends(long begun) {
    long slice = slice(begun);
    slices.updateAndGet(
        index(slice),
        entry -> entry >>> COUNT_BITS == slice && (entry & COUNT_MASK) > 0 ? entry - 1 : entry);
  }

  /// Returns the sum over all attempts that are under way.
  ///
  /// @param ofOne the summand of an attempt, by the latest instant at which it can have begun
  double sum(LongToDoubleFunction ofOne) {
    double sum = 0;
    for (int i = 0; i < SLICES; i++) {
      long entry = slices.get(i);
      long count = entry & COUNT_MASK;
      if (count > 0) {
        sum += count * ofOne.applyAsDouble(origin + ((entry >>> COUNT_BITS) + 1) * SLICE);
      }
    }
    return sum;
  }

  private long slice(long nanos) {
    return Math.max(0, nanos - origin) / SLICE;
  }

  private static long entry(long slice, int count) {
    return slice << COUNT_BITS | count;
  }

  private static int index(long slice) {
    return (int) (slice % SLICES);
  }
}
