package dev.sluice.server;

import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.cache.CacheGauges;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The meters of caches, read when somebody asks. There are as many as routes have one.
final class CacheMeters {
  private final MeterRegistry registry;

  private CacheMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  static void register(MeterRegistry registry, Map<String, Cache> caches) {
    caches.forEach(new CacheMeters(registry)::register);
  }

  private void register(String route, Cache cache) {
    gauge("bytes", route, cache, CacheGauges::bytes);
    gauge("entries", route, cache, CacheGauges::entries);
    counter("hits", route, cache, CacheGauges::hits);
    counter("misses", route, cache, CacheGauges::misses);
    counter("inputs", route, cache, CacheGauges::inputs);
    counter("damaged", route, cache, CacheGauges::damaged);
    counter("unkept", route, cache, CacheGauges::unkept);
  }

  private void gauge(String name, String route, Cache cache, ToDoubleFunction<CacheGauges> value) {
    Gauge.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
        .tag("route", route)
        .register(registry);
  }

  private void counter(
      String name, String route, Cache cache, ToDoubleFunction<CacheGauges> value) {
    FunctionCounter.builder("sluice.cache." + name, cache, c -> value.applyAsDouble(c.gauges()))
        .tag("route", route)
        .register(registry);
  }
}
