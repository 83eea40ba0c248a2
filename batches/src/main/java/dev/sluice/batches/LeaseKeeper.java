package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Bugs;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Lengthens the leases of the batches that run here, on a thread of its own: a folder that is slow
/// to be swept, or a batch that is slow to be taken, costs no other batch its owner.
final class LeaseKeeper {
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BatchWork work;
  private final Supplier<Map<String, Ownership>> held;
  private final WakeUp wakeUp = new WakeUp();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-batch-leases").unstarted(this::run);
  private volatile boolean stopped;

  /// @param held the batches that run here
  LeaseKeeper(BatchWork work, Supplier<Map<String, Ownership>> held) {
    this.work = work;
    this.held = held;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        keep();
        wakeUp.await(EACH.toNanos(), work.clock()::nanos);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() throws InterruptedException {
    try {
      work.owners().keep(held.get());
    } catch (StoreException away) {
      // Leases run out by themselves, and the next turn may find the store.
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug keeps leases of batches from being lengthened", bug);
    }
  }

  /// Keeps no more.
  void stop() throws InterruptedException {
    stopped = true;
    wakeUp.wake();
    if (thread.isAlive()) {
      boolean _ = thread.join(PATIENCE);
    }
  }
}
