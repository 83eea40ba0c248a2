package dev.sluice.internal.metrics.gauge;

import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.metrics.Labels;
import dev.sluice.internal.retry.Budgets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// The meters of the targets' retry budgets.
public record RetryBudgetMeters(Budgets budgets, Clock clock) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    budgets
        .all()
        .forEach(
            (target, budget) ->
                Gauge.builder("sluice.budget.left", budget, b -> b.left(clock.nanos()))
                    .description("how many attempts for calls of this target may be repeated now")
                    .tags(Labels.of(target))
                    .register(registry));
  }
}
