package dev.sluice.server;

import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.QueueSnapshot.InBand;
import dev.sluice.internal.wiring.AdmissionControllers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The meters of queues, read when somebody asks: one set for each route and band.
final class QueueMeters {
  private static final double NANOS = 1e9;

  private QueueMeters() {}

  static void register(MeterRegistry registry, AdmissionControllers controllers) {
    for (String route : controllers.routes()) {
      for (Band band : Band.values()) {
        Tags tags = Tags.of("route", route, "band", band.name().toLowerCase(Locale.ROOT));
        gauge(registry, "calls", tags, controllers, d -> d.readout(route).of(band).calls());
        gauge(registry, "tokens", tags, controllers, d -> d.readout(route).of(band).tokens());
        Gauge.builder("sluice.queue.oldest", controllers, d -> seconds(d.readout(route).of(band)))
            .tags(tags)
            .baseUnit("seconds")
            .register(registry);
      }
    }
  }

  private static double seconds(InBand band) {
    return band.oldest() / NANOS;
  }

  private static void gauge(
      MeterRegistry registry,
      String what,
      Tags tags,
      AdmissionControllers controllers,
      ToDoubleFunction<AdmissionControllers> value) {
    Gauge.builder("sluice.queue." + what, controllers, value).tags(tags).register(registry);
  }
}
