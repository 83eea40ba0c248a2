package dev.sluice.server.metrics;

import dev.sluice.server.reload.Reloads;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// The meters of reloads: which configuration holds, since when it was not in order.
public final class ReloadMeters {
  private static final double MILLIS = 1e3;

  private ReloadMeters() {}

  /// Registers the meters of reloads.
  public static void register(MeterRegistry registry, Reloads reloads) {
    Gauge.builder("sluice.reload.revision", reloads, r -> (double) r.revision())
        .description("how many configurations the gateway has had since its start")
        .register(registry);
    Gauge.builder("sluice.reload.last.success", reloads, r -> r.lastSuccess() / MILLIS)
        .description("when the configuration was last read and found in order")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("sluice.reload.failures", reloads, r -> (double) r.failures())
        .description("how many configurations could not be taken")
        .register(registry);
  }
}
