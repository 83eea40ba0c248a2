package dev.sluice.internal.metrics;

import dev.sluice.call.request.Band;
import dev.sluice.stats.QueueSnapshot.InBand;
import dev.sluice.stats.QueueStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The meters of the routes' queues: one set for each route and band.
public record QueueMeters(QueueStats queues) implements MeterBinder {
  private static final double NANOS = 1e9;

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String route : queues.routes()) {
      for (Band band : Band.values()) {
        Tags tags = Tags.of("route", route, "band", band.name().toLowerCase(Locale.ROOT));
        gauge(
            registry,
            "calls",
            "how many calls wait for a grant",
            tags,
            d -> d.snapshot(route).of(band).calls());
        gauge(
            registry,
            "tokens",
            "what waiting calls are expected to take",
            tags,
            d -> d.snapshot(route).of(band).tokens());
        Gauge.builder("sluice.queue.oldest", queues, d -> seconds(d.snapshot(route).of(band)))
            .description("how long the call that arrived first has waited")
            .tags(tags)
            .baseUnit("seconds")
            .register(registry);
      }
    }
  }

  private static double seconds(InBand band) {
    return band.oldest() / NANOS;
  }

  private void gauge(
      MeterRegistry registry,
      String what,
      String description,
      Tags tags,
      ToDoubleFunction<QueueStats> value) {
    Gauge.builder("sluice.queue." + what, queues, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
