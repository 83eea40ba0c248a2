package dev.sluice.internal.wiring;

import dev.sluice.call.runtime.WorkerPool;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// The bounded pool of platform threads. They are daemons, and started when they are needed.
public final class PlatformThreads implements WorkerPool, AutoCloseable {
  private static final ThreadFactory DAEMONS =
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name("sluice-elsewhere-", 0)
          .factory();

  private final ExecutorService pool;

  /// @param most how many threads there are at the most
  public PlatformThreads(int most) {
    pool = Executors.newFixedThreadPool(most, DAEMONS);
  }

  @Override
  public <T> T call(Callable<T> work) throws InterruptedException {
    try {
      return pool.submit(work).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("work on the pool failed", e.getCause());
    }
  }

  /// Ends the threads when they have done what was asked of them.
  @Override
  public void close() {
    pool.shutdown();
  }
}
