package dev.sluice.call.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bounded pool of platform threads, one for a gateway and its server. The threads are daemons,
/// and started when they are needed.
public final class PlatformThreads implements WorkerPool, Executor, AutoCloseable {
  private static final ThreadFactory DAEMONS =
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name("sluice-pool-", 0)
          .factory();

  private static final ThreadFactory OF_LIBRARY =
      work -> {
        Thread thread = DAEMONS.newThread(work);
        thread.setContextClassLoader(PlatformThreads.class.getClassLoader());
        return thread;
      };

  private final ThreadPoolExecutor pool;

  /// @param most the largest number of threads
  public PlatformThreads(int most) {
    this(most, Integer.MAX_VALUE);
  }

  /// @param most the largest number of threads
  /// @param mostWaiting how many tasks may wait for one; [#execute] refuses one more
  public PlatformThreads(int most, int mostWaiting) {
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            0,
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(mostWaiting),
            OF_LIBRARY);
  }

  /// Starts work on a thread of its own that inherits nothing, for work that is rare. Takes no
  /// lock.
  public static void start(Runnable work) {
    OF_LIBRARY.newThread(work).start();
  }

  /// Does work on a thread of its own that inherits nothing, and waits for it, whatever interrupts:
  /// what libraries leave with a thread that uses them goes with that thread, and what they start
  /// keeps nothing of the caller's.
  public static <T> T apart(Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    OF_LIBRARY.newThread(task).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  @Override
  public <T> T call(Callable<T> work) throws InterruptedException {
    var task = new FutureTask<>(work);
    pool.execute(task);
    try {
      return task.get();
    } catch (InterruptedException left) {
      // What has begun goes on; what waits would hold all that it is to work on.
      task.cancel(false);
      pool.remove(task);
      throw left;
    } catch (ExecutionException e) {
      throw new IllegalStateException("work on the pool failed", e.getCause());
    }
  }

  /// Runs the work on a thread of the pool and does not wait for it. May be called on a loop where
  /// no call's thread gives this pool work: both would take the lock of its queue.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException if too many tasks wait, or the pool is
  ///   closed
  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /// The number of tasks that wait for a thread.
  int waiting() {
    return pool.getQueue().size();
  }

  /// Ends the threads when they have done the work that was submitted.
  @Override
  public void close() {
    pool.shutdown();
  }
}
