package dev.sluice;

import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.metrics.BreakerMeters;
import dev.sluice.internal.metrics.CacheMeters;
import dev.sluice.internal.metrics.CatalogueMeters;
import dev.sluice.internal.metrics.ConnectionMeters;
import dev.sluice.internal.metrics.CredentialMeters;
import dev.sluice.internal.metrics.MemoryMeters;
import dev.sluice.internal.metrics.MeterObserver;
import dev.sluice.internal.metrics.QueueMeters;
import dev.sluice.internal.metrics.QuotaMeters;
import dev.sluice.internal.metrics.RetryBudgetMeters;
import dev.sluice.internal.metrics.TimeoutMeters;
import dev.sluice.stats.GatewayStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The meters of a gateway, as docs/metrics.md names them. Micrometer must be on the class path for
/// this class, and for no other of the API.
///
/// ```java
/// Gateway gateway = Gateway.builder(config).observer(GatewayMeters.ofCalls(registry)).start();
/// new GatewayMeters(gateway).bindTo(registry);
/// ```
///
/// The first line counts and times calls and attempts. The second shows what the gateway holds
/// (queues, quotas, caches, memory, breakers, credentials, retry budgets, learned timeouts,
/// connections): it is read when the registry asks, and costs a call nothing. Meters are bound once
/// the gateway has started, and know it weakly. The meters of two gateways have the same names and
/// tags, and a registry keeps the first of each: give each gateway a registry of its own, or one
/// with a common tag. Safe for any thread but a loop.
public final class GatewayMeters implements MeterBinder {
  private static final List<String> BY_CONFIGURATION =
      List.of(
          "sluice.quota.",
          "sluice.cache.",
          "sluice.queue.",
          "sluice.budget.",
          "sluice.credential.",
          "sluice.breaker.",
          "sluice.catalogue.");

  private final Gateway gateway;
  private final TimeoutMeters timeouts;
  private final List<MeterBinder> lasting;
  private final List<MeterRegistry> registries = new ArrayList<>();

  /// The meters of what the current configuration consists of. Meters know what they read weakly.
  private List<MeterBinder> current = List.of();

  /// Makes the meters of what `gateway` holds.
  public GatewayMeters(Gateway gateway) {
    this.gateway = gateway;
    GatewayStats stats = gateway.stats();
    timeouts = new TimeoutMeters(() -> gateway.stats().latencies(), gateway.loops().next());
    lasting =
        List.of(
            new ConnectionMeters(stats.connections()), new MemoryMeters(stats.memory()), timeouts);
    current = current(gateway);
    gateway.follow(this::rebind);
  }

  private static List<MeterBinder> current(Gateway gateway) {
    GatewayStats stats = gateway.stats();
    return List.of(
        new QuotaMeters(stats.quotas()),
        new CacheMeters(stats.caches()),
        new QueueMeters(stats.queues()),
        new RetryBudgetMeters(stats.budgets(), Clock.SYSTEM),
        new CredentialMeters(stats.credentials()),
        new BreakerMeters(stats.breakers()),
        new CatalogueMeters(gateway.catalogue()));
  }

  /// Returns the meters of calls and attempts, for [Gateway.Builder#observer].
  public static Observer ofCalls(MeterRegistry registry) {
    return new MeterObserver(registry);
  }

  /// Registers the meters of what the gateway holds.
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    registries.add(registry);
    lasting.forEach(meters -> meters.bindTo(registry));
    current.forEach(meters -> meters.bindTo(registry));
  }

  /// Replaces the meters when the gateway has another configuration: what is not there any more has
  /// no meters.
  private synchronized void rebind() {
    current = current(gateway);
    for (MeterRegistry registry : registries) {
      registry.getMeters().stream()
          .filter(GatewayMeters::isByConfiguration)
          .forEach(registry::remove);
      current.forEach(meters -> meters.bindTo(registry));
    }
  }

  private static boolean isByConfiguration(Meter meter) {
    return (meter instanceof Gauge || meter instanceof FunctionCounter)
        && BY_CONFIGURATION.stream().anyMatch(meter.getId().getName()::startsWith);
  }

  /// Reads the meters, never in the middle of a change of the configuration.
  ///
  /// @return the value that `reader` returns
  public synchronized <T> T read(Supplier<T> reader) {
    refresh();
    return reader.get();
  }

  /// Brings the learned timeouts up to date, which are ten seconds old at most otherwise; for a
  /// caller that is about to read all meters.
  public void refresh() {
    timeouts.refresh();
  }
}
