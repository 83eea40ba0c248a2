package dev.sluice.server.log;

import java.util.concurrent.atomic.AtomicLong;

/// How many lines of one kind are written in a second of the clock at most. What is left out is
/// counted for the next line. Safe for any thread, takes no lock.
final class LineRate {
  private static final int COUNT_BITS = 20;
  private static final long COUNT = (1L << COUNT_BITS) - 1;
  private static final long SECOND = 1_000;

  private final int most;

  /// The second of the line that was written last, and behind it how many it has.
  private final AtomicLong written = new AtomicLong();

  private final AtomicLong leftOut = new AtomicLong();

  /// @param most lines in a second
  LineRate(int most) {
    this.most = most;
  }

  /// Whether a line may be written.
  ///
  /// @param now in milliseconds since 1970
  boolean take(long now) {
    long second = (now / SECOND) << COUNT_BITS;
    while (true) {
      long before = written.get();
      long count = (before & ~COUNT) == second ? before & COUNT : 0;
      if (count >= most) {
        leftOut.incrementAndGet();
        return false;
      }
      if (written.compareAndSet(before, second | (count + 1))) {
        return true;
      }
    }
  }

  /// How many were left out since the last question.
  long leftOut() {
    return leftOut.get() == 0 ? 0 : leftOut.getAndSet(0);
  }
}
