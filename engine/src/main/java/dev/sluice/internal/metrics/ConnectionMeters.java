package dev.sluice.internal.metrics;

import dev.sluice.transport.ConnectionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// The meters of the connections to providers, over all origins.
///
/// @param connections reads the connections that there are now; meters know it weakly, so that it
///   must be held elsewhere
public record ConnectionMeters(Supplier<Collection<ConnectionCounts>> connections)
    implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "open", "connections to providers", ConnectionCounts::open);
    gauge(registry, "idle", "connections to providers that wait in a pool", ConnectionCounts::idle);
    counter(registry, "made", "how often a connection was made", ConnectionCounts::created);
    counter(
        registry, "reused", "how often a waiting connection was taken", ConnectionCounts::reused);
  }

  private void gauge(
      MeterRegistry registry,
      String what,
      String description,
      ToLongFunction<ConnectionCounts> count) {
    Gauge.builder("sluice.connections." + what, connections, now -> sum(now, count))
        .description(description)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String what,
      String description,
      ToLongFunction<ConnectionCounts> count) {
    FunctionCounter.builder("sluice.connections." + what, connections, now -> sum(now, count))
        .description(description)
        .register(registry);
  }

  private static double sum(
      Supplier<Collection<ConnectionCounts>> now, ToLongFunction<ConnectionCounts> count) {
    return (double) now.get().stream().mapToLong(count).sum();
  }
}
