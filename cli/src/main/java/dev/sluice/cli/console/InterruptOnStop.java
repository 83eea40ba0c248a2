package dev.sluice.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Interrupts the thread of a command that is asked to end, so that whatever the command has
/// started is drained and closed. A command that computes without checking for interrupts ends with
/// the process, after a while.
///
/// Closed when the command has ended; its thread is left alone from then on.
public final class InterruptOnStop implements AutoCloseable {
  /// Longer than any experiment and the demo drain for.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread command = Thread.currentThread();

  private InterruptOnStop() {}

  /// Watches for the calling thread, whose command is interrupted when the process is asked to
  /// stop.
  public static InterruptOnStop watch(Console.Stop stop) {
    var watch = new InterruptOnStop();
    Thread.ofPlatform().daemon().name("stop").start(() -> watch.run(stop));
    return watch;
  }

  private void run(Console.Stop stop) {
    try {
      stop.await();
      if (interrupt() && !over.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        System.exit(ExitCode.ENDED);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean interrupt() {
    boolean running = over.getCount() > 0;
    if (running) {
      command.interrupt();
    }
    return running;
  }

  @Override
  public synchronized void close() {
    over.countDown();
  }
}
