package dev.sluice;

import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.metrics.MeterObserver;
import dev.sluice.internal.metrics.gauge.BreakerMeters;
import dev.sluice.internal.metrics.gauge.CacheMeters;
import dev.sluice.internal.metrics.gauge.ConnectionMeters;
import dev.sluice.internal.metrics.gauge.CredentialMeters;
import dev.sluice.internal.metrics.gauge.MemoryMeters;
import dev.sluice.internal.metrics.gauge.QueueMeters;
import dev.sluice.internal.metrics.gauge.QuotaMeters;
import dev.sluice.internal.metrics.gauge.RetryBudgetMeters;
import dev.sluice.internal.metrics.gauge.TimeoutMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

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
/// the gateway has started, and know it weakly. Safe for any thread but a loop.
public final class GatewayMeters implements MeterBinder {
  private final TimeoutMeters timeouts;
  private final List<MeterBinder> all;

  /// The meters of what `gateway` holds.
  public GatewayMeters(Gateway gateway) {
    GatewayStats stats = gateway.stats();
    timeouts = new TimeoutMeters(stats.latencies(), gateway.loops().next());
    all =
        List.of(
            new ConnectionMeters(stats.connections()),
            new QuotaMeters(stats.quotas()),
            new CacheMeters(stats.caches()),
            new QueueMeters(stats.queues()),
            new MemoryMeters(stats.memory()),
            new RetryBudgetMeters(stats.budgets(), Clock.SYSTEM),
            new CredentialMeters(stats.credentials()),
            new BreakerMeters(stats.breakers()),
            timeouts);
  }

  /// The meters of calls and attempts, for [Gateway.Builder#observer].
  public static Observer ofCalls(MeterRegistry registry) {
    return new MeterObserver(registry);
  }

  /// Registers the meters of what the gateway holds.
  @Override
  public void bindTo(MeterRegistry registry) {
    all.forEach(meters -> meters.bindTo(registry));
  }

  /// Brings the learned timeouts up to date, which are ten seconds old at most otherwise; for who
  /// is about to read all meters.
  public void refresh() {
    timeouts.refresh();
  }
}
