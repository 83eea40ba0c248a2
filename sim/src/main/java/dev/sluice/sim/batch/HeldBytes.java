package dev.sluice.sim.batch;

import java.util.concurrent.atomic.AtomicLong;

/// A bound of the bytes that are held for what is not over. Safe for any number of threads.
final class HeldBytes {
  private static final long MOST_BYTES = 512L << 20;

  private final AtomicLong bytes = new AtomicLong();

  /// Takes room for so many more; false where there is none.
  boolean take(int more) {
    if (bytes.addAndGet(more) <= MOST_BYTES) {
      return true;
    }
    give(more);
    return false;
  }

  void give(long less) {
    bytes.addAndGet(-less);
  }
}
