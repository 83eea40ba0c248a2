package dev.sluice.internal.metrics;

import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.Transition;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;

/// The meters of the targets' circuit breakers, by operation.
public record BreakerMeters(List<BreakerStats> breakers) implements MeterBinder {
  public BreakerMeters {
    breakers = List.copyOf(breakers);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    breakers.forEach(breaker -> bind(registry, breaker));
  }

  private static void bind(MeterRegistry registry, BreakerStats breaker) {
    Tags tags = Labels.of(breaker.operation(), breaker.target());
    Gauge.builder("sluice.breaker.state", breaker, b -> b.state().level())
        .description("0 closed, 1 half-open, 2 open")
        .tags(tags)
        .register(registry);
    for (Transition transition : Transition.values()) {
      FunctionCounter.builder(
              "sluice.breaker.changes", breaker, b -> (double) b.changes(transition))
          .description("how often a circuit has changed")
          .tags(tags)
          .tag("to", transition.to().name().toLowerCase(Locale.ROOT))
          .tag("reason", transition.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }
}
