package dev.sluice.internal.metrics;

import dev.sluice.call.runtime.Clock;
import dev.sluice.stats.RetryStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// The meters of the targets' retry budgets.
public record RetryBudgetMeters(RetryStats budgets, Clock clock) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String target : budgets.targets()) {
      Gauge.builder("sluice.budget.left", budgets, b -> b.left(target, clock.nanos()))
          .description("how many attempts for calls of this target may be repeated now")
          .tags(Labels.of(target))
          .register(registry);
    }
  }
}
