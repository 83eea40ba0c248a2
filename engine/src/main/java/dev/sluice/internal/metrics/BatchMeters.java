package dev.sluice.internal.metrics;

import dev.sluice.call.pipeline.BatchInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meters of calls that go upstream together.
final class BatchMeters {
  private final MeterRegistry registry;
  private final DistributionSummary calls;
  private final DistributionSummary items;
  private final Timer wait;
  private final Counter bisections;
  private final Map<String, Counter> closed = new ConcurrentHashMap<>();

  BatchMeters(MeterRegistry registry) {
    this.registry = registry;
    calls = sizes("sluice.batch.calls", "calls that go upstream together");
    items = sizes("sluice.batch.items", "their inputs");
    wait =
        Timer.builder("sluice.batch.wait")
            .description("how long the first of them has waited for others")
            .serviceLevelObjectives(HistogramBuckets.OVERHEAD.toArray(Duration[]::new))
            .register(registry);
    bisections =
        Counter.builder("sluice.batch.bisections")
            .description("batches that were refused and cut in two")
            .register(registry);
  }

  void gathered(BatchInfo batch) {
    calls.record(batch.calls());
    items.record(batch.items());
    wait.record(batch.waited());
    closed.computeIfAbsent(batch.reason(), this::counter).increment();
  }

  void bisected() {
    bisections.increment();
  }

  private Counter counter(String reason) {
    return Counter.builder("sluice.batch.closed")
        .description("batches by why they were sent then")
        .tag("reason", reason)
        .register(registry);
  }

  private DistributionSummary sizes(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(HistogramBuckets.SIZES)
        .register(registry);
  }
}
