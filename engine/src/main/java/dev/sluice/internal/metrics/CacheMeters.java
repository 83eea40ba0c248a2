package dev.sluice.internal.metrics;

import dev.sluice.stats.CacheGauges;
import dev.sluice.stats.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The meters of the routes' caches.
///
/// @param caches the caches' statistics, by the route's name
public record CacheMeters(Map<String, CacheStats> caches) implements MeterBinder {
  public CacheMeters {
    caches = Map.copyOf(caches);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    caches.forEach((route, cache) -> new OfRoute(registry, route, cache).bind());
  }

  private record OfRoute(MeterRegistry registry, String route, CacheStats cache) {
    void bind() {
      gauge("bytes", "the size of a route's cache", CacheGauges::bytes);
      gauge("entries", "how many answers a route's cache holds", CacheGauges::entries);
      counter("hits", "calls that were answered from the cache", CacheGauges::hits);
      counter("misses", "calls that looked for a kept answer in vain", CacheGauges::misses);
      counter("inputs", "inputs that were answered from the cache", CacheGauges::inputs);
      counter("damaged", "kept answers that failed their checksum", CacheGauges::damaged);
      counter("unkept", "good answers that a bug has kept from being kept", CacheGauges::unkept);
    }

    private void gauge(String name, String description, ToDoubleFunction<CacheGauges> value) {
      Gauge.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
          .description(description)
          .tag("route", route)
          .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<CacheGauges> value) {
      FunctionCounter.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
          .description(description)
          .tag("route", route)
          .register(registry);
    }
  }
}
