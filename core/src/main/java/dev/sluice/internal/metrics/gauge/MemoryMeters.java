package dev.sluice.server;

import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.internal.memory.HeapBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// The meters of the memory budget.
final class MemoryMeters {
  private MemoryMeters() {}

  static void register(MeterRegistry registry, HeapBudget memory) {
    Gauge.builder("sluice.bodies.used", memory, m -> (double) m.used())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("sluice.memory.limit", memory, m -> (double) m.max())
        .baseUnit("bytes")
        .register(registry);
    for (Use use : Use.values()) {
      String kind = use.name().toLowerCase(Locale.ROOT);
      Gauge.builder("sluice.memory.used", memory, m -> (double) m.used(use))
          .baseUnit("bytes")
          .tag("kind", kind)
          .register(registry);
      FunctionCounter.builder("sluice.memory.refused", memory, m -> (double) m.refused(use))
          .tag("kind", kind)
          .register(registry);
    }
  }
}
