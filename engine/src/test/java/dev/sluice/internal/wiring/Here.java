package dev.sluice.internal.wiring;

import dev.sluice.call.runtime.WorkerPool;
import java.util.concurrent.Callable;

/// Does work at once, on the thread that asks: large bodies, where there is one thread.
final class Here implements WorkerPool {
  @Override
  public <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception bug) {
      throw new IllegalStateException(bug);
    }
  }
}
