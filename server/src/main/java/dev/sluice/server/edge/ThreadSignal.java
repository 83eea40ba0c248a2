package dev.sluice.server.edge;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets one thread wait for what a loop does. No lock is taken: while disks keep all carriers of
/// virtual threads busy, a loop that has come behind such a thread would stand still with it.
final class ThreadSignal {
  private volatile @Nullable Thread waiting;

  /// Waits until something holds. Not on a loop.
  ///
  /// @param isSo changes before [#signal] is called
  void await(BooleanSupplier isSo) throws InterruptedException {
    waiting = Thread.currentThread();
    try {
      while (!isSo.getAsBoolean()) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiting = null;
    }
  }

  /// Lets the thread look again, if it waits.
  void signal() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
