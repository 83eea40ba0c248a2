package dev.sluice.internal.metrics.gauge;

import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.cache.CacheGauges;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The meters of the routes' caches.
///
/// @param caches by the route's name
public record CacheMeters(Map<String, Cache> caches) implements MeterBinder {
  public CacheMeters {
    caches = Map.copyOf(caches);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    caches.forEach((route, cache) -> new OfRoute(registry, route, cache).bind());
  }

  private record OfRoute(MeterRegistry registry, String route, Cache cache) {
    void bind() {
      gauge("bytes", CacheGauges::bytes);
      gauge("entries", CacheGauges::entries);
      counter("hits", CacheGauges::hits);
      counter("misses", CacheGauges::misses);
      counter("inputs", CacheGauges::inputs);
      counter("damaged", CacheGauges::damaged);
      counter("unkept", CacheGauges::unkept);
    }

    private void gauge(String name, ToDoubleFunction<CacheGauges> value) {
      Gauge.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
          .tag("route", route)
          .register(registry);
    }

    private void counter(String name, ToDoubleFunction<CacheGauges> value) {
      FunctionCounter.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
          .tag("route", route)
          .register(registry);
    }
  }
}
