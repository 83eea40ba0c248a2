package dev.sluice.internal.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// The bounded pool of platform threads, one for a gateway and its server. Its threads are daemons,
/// and started when they are needed.
public final class PlatformThreads implements WorkerPool, Executor, AutoCloseable {
  private static final ThreadFactory DAEMONS =
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name("sluice-pool-", 0)
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

  /// Does the work there and does not wait for it; also on a loop.
  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /// Ends the threads when they have done what was asked of them.
  @Override
  public void close() {
    pool.shutdown();
  }
}
