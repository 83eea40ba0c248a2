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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The meters of a gateway, as docs/metrics.md names them. Micrometer must be on the class path for
/// this class, and for no other of the API.
///
/// ```java
/// Gateway gateway = GatewayMeters.start(Gateway.builder(config), registry);
/// ```
///
/// [#ofCalls] counts and times calls and attempts. [#bindTo] shows what the gateway holds (queues,
/// quotas, caches, memory, breakers, credentials, retry budgets, learned timeouts, connections): it
/// is read when the registry asks, and costs a call nothing. Meters are bound once the gateway has
/// started, and know it weakly. The meters of two gateways have the same names, and a registry has
/// room for one of each: [#named] tells them apart. Safe for any thread but a loop.
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

  /// The beginnings of the names of all others that are bound.
  private static final List<String> LASTING =
      List.of("sluice.connections.", "sluice.bodies.", "sluice.memory.", "sluice.timeout.");

  /// A meter that each gateway has, once.
  private static final String OF_EACH = "sluice.bodies.used";

  private static final String NAME = "gateway";

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
    timeouts = new TimeoutMeters(() -> gateway.stats().latencies(), gateway.edge().loops().next());
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

  /// Starts a gateway all of whose meters are in a registry.
  ///
  /// @throws IllegalStateException if the registry has those of another gateway, or as
  ///   [Gateway.Builder#start] does
  public static Gateway start(Gateway.Builder builder, MeterRegistry registry) {
    checkFree(registry.find(OF_EACH), "of another gateway");
    Gateway gateway = builder.observer(ofCalls(registry)).start();
    new GatewayMeters(gateway).bindTo(registry);
    return gateway;
  }

  /// Returns the meters of calls and attempts, for [Gateway.Builder#observer].
  public static Observer ofCalls(MeterRegistry registry) {
    return new MeterObserver(registry);
  }

  /// Returns a registry for the meters of one of several gateways: whatever is registered there
  /// appears in `registry` with the tag `gateway`. Name all gateways of a registry, or none, since
  /// some monitoring systems want the same tags on all meters of a name.
  ///
  /// ```java
  /// MeterRegistry search = GatewayMeters.named(registry, "search");
  /// Gateway gateway = GatewayMeters.start(Gateway.builder(config), search);
  /// ```
  ///
  /// @throws IllegalStateException if the registry has the meters of a gateway of that name
  public static MeterRegistry named(MeterRegistry registry, String gateway) {
    checkFree(registry.find(OF_EACH).tag(NAME, gateway), "of a gateway named '" + gateway + "'");
    var own = new CompositeMeterRegistry(registry.config().clock(), List.of(registry));
    own.config().commonTags(NAME, gateway);
    return own;
  }

  private static void checkFree(Search meters, String whose) {
    if (!meters.gauges().isEmpty()) {
      throw new IllegalStateException(
          "the registry already has the meters "
              + whose
              + ": give each gateway a name by GatewayMeters.named(registry, name), and call"
              + " unbind() on the meters of one that is closed");
    }
  }

  /// Registers the meters of what the gateway holds.
  ///
  /// @throws IllegalStateException if the registry has those of another gateway
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    checkFree(registry.find(OF_EACH), "of another gateway");
    registries.add(registry);
    lasting.forEach(meters -> meters.bindTo(registry));
    current.forEach(meters -> meters.bindTo(registry));
  }

  /// Takes the meters of what the gateway holds out of their registries, so that another gateway
  /// may have its own there.
  public synchronized void unbind() {
    for (MeterRegistry registry : registries) {
      remove(registry, BY_CONFIGURATION);
      remove(registry, LASTING);
    }
    registries.clear();
  }

  /// Replaces the meters when the gateway has another configuration: what is not there any more has
  /// no meters.
  private synchronized void rebind() {
    current = current(gateway);
    for (MeterRegistry registry : registries) {
      remove(registry, BY_CONFIGURATION);
      current.forEach(meters -> meters.bindTo(registry));
    }
  }

  private static void remove(MeterRegistry registry, List<String> names) {
    registry.getMeters().stream()
        .filter(meter -> meter instanceof Gauge || meter instanceof FunctionCounter)
        .filter(meter -> names.stream().anyMatch(meter.getId().getName()::startsWith))
        .forEach(registry::remove);
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
