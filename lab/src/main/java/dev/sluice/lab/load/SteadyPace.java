package dev.sluice.lab.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/// Begins calls at a steady pace, each on a virtual thread of its own, whatever becomes of them.
public final class SteadyPace implements AutoCloseable {
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Begins with the first call.
  ///
  /// @param calls returns the call of a number, from 1 on; for one thread
  public SteadyPace(int perSecond, LongFunction<Runnable> calls) {
    long each = TimeUnit.SECONDS.toNanos(1) / perSecond;
    thread = Thread.ofVirtual().start(() -> keep(each, calls));
  }

  private void keep(long each, LongFunction<Runnable> next) {
    long begun = System.nanoTime();
    try {
      long number = 0;
      long wait = 0;
      while (!closing.await(wait, TimeUnit.NANOSECONDS)) {
        calls.execute(next.apply(++number));
        wait = begun + number * each - System.nanoTime();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Begins no more calls, and waits for the ends of those that have begun.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    calls.close();
  }
}
