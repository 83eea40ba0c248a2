package dev.sluice.cluster;

import dev.sluice.cluster.lease.NodeShares;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/// Meters of a membership.
final class ClusterMeters implements MeterBinder {
  private static final String NAME = "sluice.cluster.";

  private final NodeShares shares;
  private final MeteredLink link;

  ClusterMeters(NodeShares shares, MeteredLink link) {
    this.shares = shares;
    this.link = link;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(NAME + "nodes", shares, of -> of.view().nodes()).register(registry);
    Gauge.builder(NAME + "missing", shares, of -> of.view().missing()).register(registry);
    Gauge.builder(NAME + "mode", shares, of -> of.view().alone() ? 0 : 1).register(registry);
    Gauge.builder(NAME + "skew", shares, of -> of.skew() / 1e3)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(NAME + "apart", shares, of -> of.apart().size()).register(registry);
    Gauge.builder(NAME + "debts", shares, NodeShares::debts).register(registry);
    FunctionCounter.builder(NAME + "questions", link, MeteredLink::asked).register(registry);
    FunctionCounter.builder(NAME + "late", link, MeteredLink::late).register(registry);
    link.measure(
        Timer.builder(NAME + "question.time").register(registry),
        code ->
            FunctionCounter.builder(NAME + "failed", link, of -> of.failedBy(code))
                .tag("reason", code)
                .register(registry));
  }
}
