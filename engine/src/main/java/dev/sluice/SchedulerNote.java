package dev.sluice;

import dev.sluice.transport.loop.Loops;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says in the log, once, that calls take the slower way. Safe for any thread.
final class SchedulerNote {
  private static final System.Logger LOG = System.getLogger("dev.sluice.gateway");

  private final AtomicBoolean told = new AtomicBoolean();

  /// Says so if gateways run in this mode.
  void tell(Loops.Mode mode) {
    if (mode == Loops.Mode.DEFAULT && !told.getAndSet(true)) {
      LOG.log(
          Level.INFO,
          "calls run on the JDK's default scheduler, at about twice the CPU time: start the JVM"
              + " with --add-opens java.base/java.lang=ALL-UNNAMED");
    }
  }
}
