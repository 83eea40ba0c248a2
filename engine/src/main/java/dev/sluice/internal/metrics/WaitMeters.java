package dev.sluice.internal.metrics;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// The meters of calls that had to wait, or were refused.
final class WaitMeters {
  private final MeterRegistry registry;
  private final Map<Band, Timer> waits = new EnumMap<>(Band.class);
  private final Map<Band, Timer> late = new EnumMap<>(Band.class);
  private final Map<Band, Timer> early = new EnumMap<>(Band.class);

  WaitMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Band band : Band.values()) {
      waits.put(
          band,
          timer(
              "sluice.queue.wait",
              band,
              "how long calls that were granted, but not at once, have waited"));
      late.put(
          band,
          timer(
              "sluice.queue.later.than.predicted",
              band,
              "by how much the wait was longer than forecast"));
      early.put(
          band,
          timer(
              "sluice.queue.earlier.than.predicted",
              band,
              "by how much the wait was shorter than forecast"));
    }
  }

  void record(Call call, QueueWait wait) {
    Band band = call.hints().band();
    if (wait.refused().isPresent()) {
      refused(band, wait.refused().get(), wait.waited());
      return;
    }
    record(waits, band, wait.waited());
    Duration off = wait.waited().minus(wait.predicted());
    record(off.isNegative() ? early : late, band, off.abs());
  }

  private static void record(Map<Band, Timer> timers, Band band, Duration time) {
    Timer timer = timers.get(band);
    if (timer != null) {
      timer.record(time);
    }
  }

  private void refused(Band band, Failed why, Duration waited) {
    Counter.builder("sluice.queue.refused")
        .description("calls that got no grant")
        .tag("band", EnumWords.of(band))
        .tag("reason", reason(why))
        .tag("waited", String.valueOf(waited.isPositive()))
        .register(registry)
        .increment();
  }

  private static String reason(Failed why) {
    return why instanceof Failed.Shed shed
        ? shed.reason().name().toLowerCase(Locale.ROOT)
        : why.kind();
  }

  private Timer timer(String name, Band band, String description) {
    return Timer.builder(name)
        .description(description)
        .tag("band", EnumWords.of(band))
        .serviceLevelObjectives(HistogramBuckets.SECONDS.toArray(Duration[]::new))
        .register(registry);
  }
}
