package dev.sluice.server.metrics;

import dev.sluice.internal.transport.loop.Loops;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.NoticeLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// The meters of the server's process: which build it is, and what its logs have dropped.
public final class ProcessMeters {
  private ProcessMeters() {}

  /// Shows how many lines the logs have dropped together.
  public static void logs(MeterRegistry registry, CallLog log, NoticeLog notices) {
    FunctionCounter.builder(
            "sluice.log.dropped", log, l -> (double) l.dropped() + notices.dropped())
        .register(registry);
  }

  /// Shows which build this is.
  ///
  /// @param scheduler who carries the virtual threads of calls
  public static void build(
      MeterRegistry registry, String version, String commit, Loops.Mode scheduler) {
    Gauge.builder("sluice.build.info", () -> 1)
        .tag("version", version)
        .tag("commit", commit)
        .tag("jdk", Runtime.version().toString())
        .tag("scheduler", scheduler.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
