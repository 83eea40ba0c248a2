package dev.sluice.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// Waits for the signal to stop. The first SIGTERM or SIGINT ends the work in good order; a second one does
/// not wait for that.
final class Shutdown {
  private static final int FORCED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  /// What gives everything back, in good order; it may take as long as the configuration allows.
  @FunctionalInterface
  interface Work {
    void end() throws InterruptedException;
  }

  /// Listens for signals from now on.
  static Shutdown onSignals() {
    var shutdown = new Shutdown();
    Signal.handle(new Signal("TERM"), _ -> shutdown.signalled());
    Signal.handle(new Signal("INT"), _ -> shutdown.signalled());
    return shutdown;
  }

  /// Waits for the signal, then ends `work`.
  ///
  /// @return the exit code
  int await(Work work) throws InterruptedException {
    asked.await();
    work.end();
    return ExitCode.DONE;
  }

  private void signalled() {
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(FORCED);
    }
    asked.countDown();
  }
}
