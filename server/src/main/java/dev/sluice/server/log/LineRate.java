package dev.sluice.server.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A bound of the lines of one kind in a second, or an hour, of the clock. Lines that are left out
/// are counted for the next line. Safe for any thread, takes no lock.
final class LineRate {
  private static final int COUNT_BITS = 20;
  private static final long COUNT = (1L << COUNT_BITS) - 1;

  private final int most;
  private final long windowMillis;

  /// The window of the line that was written last, and behind it how many it has.
  private final AtomicLong written = new AtomicLong();

  private final AtomicLong leftOut = new AtomicLong();

  /// @param most lines in a window, fewer than a million
  LineRate(int most, Duration window) {
    this.most = most;
    this.windowMillis = window.toMillis();
  }

  /// Whether a line may be written.
  ///
  /// @param now in milliseconds since 1970
  boolean take(long now) {
    long window = window(now);
    while (true) {
      long before = written.get();
      long count = (before & ~COUNT) == window ? before & COUNT : 0;
      if (count >= most) {
        leftOut.incrementAndGet();
        return false;
      }
      if (written.compareAndSet(before, window | (count + 1))) {
        return true;
      }
    }
  }

  private long window(long now) {
    return (now / windowMillis) << COUNT_BITS;
  }

  /// Whether the line that was written last is the last one of its window.
  boolean isSpent() {
    return (written.get() & COUNT) >= most;
  }

  /// How many lines were left out since the last call of this method.
  long leftOut() {
    return leftOut.get() == 0 ? 0 : leftOut.getAndSet(0);
  }
}
