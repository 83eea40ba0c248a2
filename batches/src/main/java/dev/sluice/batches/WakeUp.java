package dev.sluice.batches;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A wait of one thread that others end, loops too: nobody takes a lock.
final class WakeUp {
  private volatile boolean woken;
  private volatile @Nullable Thread waiting;

  /// Ends the wait, or the next one.
  void wake() {
    woken = true;
    LockSupport.unpark(waiting);
  }

  /// Waits until somebody wakes it, or for so long.
  ///
  /// @param clock only goes forward, in nanoseconds
  void await(long nanos, LongSupplier clock) throws InterruptedException {
    waiting = Thread.currentThread();
    long until = clock.getAsLong() + nanos;
    for (long left = nanos; !woken && left > 0; left = until - clock.getAsLong()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(this, left);
    }
    woken = false;
  }
}
