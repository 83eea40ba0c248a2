package dev.sluice.internal.metrics;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The meters of calls that are copied, and of their copies: both sides under the target of the
/// copies, so that they stand side by side.
record ShadowMeters(MeterRegistry registry) {

  void record(Call call, String target, boolean copy, Report report) {
    Tags tags = Labels.of(call.operation(), target).and("side", copy ? "shadow" : "real");
    timer("sluice.shadow.duration", "calls that are copied, and copies: from begin to end")
        .tags(tags.and("outcome", report.outcome().kind()))
        .register(registry)
        .record(report.duration());
    if (call.facts().stream() && report.firstToken().isPresent()) {
      timer("sluice.shadow.first.token", "the same, streamed: to the first meaningful event")
          .tags(tags)
          .register(registry)
          .record(report.firstToken().get());
    }
    count(tags.and("gen_ai.token.type", "input"), report.usage().input());
    count(tags.and("gen_ai.token.type", "output"), report.usage().output());
  }

  private void count(Tags tags, long tokens) {
    Counter.builder("sluice.shadow.tokens")
        .description("tokens of calls that are copied, and of copies")
        .baseUnit("tokens")
        .tags(tags)
        .register(registry)
        .increment((double) tokens);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(HistogramBuckets.SECONDS.toArray(Duration[]::new));
  }
}
