package dev.sluice.internal.metrics;

import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.stats.MemoryStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/// The meters of the memory budget.
public record MemoryMeters(MemoryStats memory) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("sluice.bodies.used", memory, m -> (double) m.used())
        .description("what is taken of the memory budget in all")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("sluice.memory.limit", memory, m -> (double) m.max())
        .description("the memory budget")
        .baseUnit("bytes")
        .register(registry);
    for (Use use : Use.values()) {
      String kind = use.name().toLowerCase(Locale.ROOT);
      Gauge.builder("sluice.memory.used", memory, m -> (double) m.used(use))
          .description("what is taken of the memory budget, by what it is for")
          .baseUnit("bytes")
          .tag("kind", kind)
          .register(registry);
      FunctionCounter.builder("sluice.memory.refused", memory, m -> (double) m.refused(use))
          .description("how often the memory budget had no room")
          .tag("kind", kind)
          .register(registry);
    }
  }
}
