package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.race.RaceTriggers;
import dev.sluice.internal.race.Racing;
import dev.sluice.internal.race.TokenBudget;
import dev.sluice.internal.retry.RetryBudget;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.internal.timeout.LatencyRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The races of the routes of one generation.
///
/// @param budgets the retry budgets of the targets
/// @param registry the learned times of the targets
/// @param elsewhere the pool that reads large bodies
record Races(
    RetryBudgets budgets,
    LatencyRegistry registry,
    WorkerPool elsewhere,
    Observer observer,
    Clock clock) {

  /// Returns what a route may spend on races; empty where it has no races.
  ///
  /// @param before the budget of the route in the previous generation, if its races are configured
  ///   alike
  public static Optional<TokenBudget> tokens(RaceConfig config, Optional<TokenBudget> before) {
    return config.isOff()
        ? Optional.empty()
        : before.or(() -> Optional.of(new TokenBudget(config.budget())));
  }

  /// Returns the filter of a route's races; empty where it has none, as a route with one target.
  ///
  /// @param tokens what the route may spend on races
  /// @param streamed whether an attempt at a call is streamed from the provider, by target
  public Optional<Filter> of(
      RoutePolicy policy,
      Optional<TokenBudget> tokens,
      List<Target> targets,
      Map<String, Predicate<Call>> streamed,
      Admission admission) {
    if (tokens.isEmpty() || !RaceRules.hasOthers(targets)) {
      return Optional.empty();
    }
    double share = policy.retry().budget();
    var rules = new RaceRules(targets, streamed, registry, admission, elsewhere, clock);
    return Optional.of(
        new Racing(
            tokens.get(),
            rules,
            rules,
            (target, trigger) -> repeat(target, trigger, share),
            observer,
            clock));
  }

  private Optional<Runnable> repeat(String target, RaceTriggers.Trigger trigger, double share) {
    RetryBudget budget = budgets.of(target);
    long taken = clock.nanos();
    boolean spare = trigger == RaceTriggers.Trigger.QUANTILE;
    return (spare ? budget.takeSpare(share, taken) : budget.take(share, taken))
        ? Optional.of(() -> budget.giveBack(taken, clock.nanos()))
        : Optional.empty();
  }
}
