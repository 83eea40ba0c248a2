package dev.sluice.server;

import dev.sluice.internal.timeout.learn.LatencyRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Collectors;

/// Shows what is learned of the targets' times. What is not learned yet has no line.
final class TimeoutMeters {
  private final LatencyRegistry learned;
  private final MultiGauge values;

  TimeoutMeters(MeterRegistry registry, LatencyRegistry learned) {
    this.learned = learned;
    this.values =
        MultiGauge.builder("sluice.timeout.learned").baseUnit("seconds").register(registry);
  }

  /// Somebody is about to look. Takes no lock that a call may hold.
  void refresh() {
    List<MultiGauge.Row<?>> rows =
        learned.values().stream().map(TimeoutMeters::row).collect(Collectors.toList());
    values.register(rows, true);
  }

  private static MultiGauge.Row<?> row(LatencyRegistry.Value value) {
    int slash = value.target().indexOf('/');
    Tags tags =
        Tags.of(
            "gen_ai.provider.name", value.target().substring(0, slash),
            "gen_ai.request.model", value.target().substring(slash + 1),
            "what", value.what(),
            "input", value.input());
    return MultiGauge.Row.of(tags, value.value().toNanos() / 1e9);
  }
}
