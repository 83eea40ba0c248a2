package dev.sluice.server.metrics;

import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.transport.loop.Loops;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;

/// The meters of the server's process: which build it is, and what its logs have dropped.
public final class ProcessMeters {
  private ProcessMeters() {}

  /// Shows how many lines the logs have dropped together.
  ///
  /// @param calls the call log, where there is one
  public static void logs(MeterRegistry registry, Optional<CallLog> calls, NoticeLog notices) {
    FunctionCounter.builder(
            "sluice.log.dropped",
            notices,
            n -> (double) n.dropped() + calls.map(CallLog::dropped).orElse(0L))
        .description("lines that the logs have dropped")
        .register(registry);
  }

  /// Shows which build this is.
  ///
  /// @param scheduler who carries the virtual threads of calls
  public static void build(
      MeterRegistry registry, String version, String commit, Loops.Mode scheduler) {
    Gauge.builder("sluice.build.info", () -> 1)
        .description("which build this is")
        .tag("version", version)
        .tag("commit", commit)
        .tag("jdk", Runtime.version().toString())
        .tag("scheduler", scheduler.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
