package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.internal.admission.TargetPreference;
import dev.sluice.internal.admission.WeightedPreference;
import dev.sluice.internal.choice.Conversation;
import dev.sluice.internal.choice.RouteChoice;
import dev.sluice.internal.choice.TargetOrder;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.provider.request.ConversationKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The parts by which a route chooses among targets of one rank.
///
/// @param registry the learned times of the targets
/// @param elsewhere the pool for bodies that are too large for a loop
record Choices(LatencyRegistry registry, WorkerPool elsewhere, Clock clock) {
  private static final double MEDIAN = 0.5;

  /// Returns what a route remembers of its choices; empty for a route that configures none.
  ///
  /// @param before the memory of the route in the previous generation, if it leads to the same
  ///   targets and is configured alike
  public Optional<RouteChoice> of(RoutePolicy policy, Optional<RouteChoice> before) {
    return policy.choice().isPlain()
        ? Optional.empty()
        : before.or(() -> Optional.of(new RouteChoice(policy.choice(), this::usually, clock)));
  }

  private Optional<Duration> usually(String target, Call call) {
    return registry.firstToken(target, call, MEDIAN);
  }

  /// Returns the preference of a route with this choice.
  public static TargetPreference preference(Optional<RouteChoice> choice, List<Target> targets) {
    return choice
        .<TargetPreference>map(known -> new Chosen(known.over(targets)))
        .orElseGet(WeightedPreference::new);
  }

  /// Returns the filter that finds out which conversation a call belongs to; empty where that does
  /// not matter.
  public Optional<Filter> conversation(RoutePolicy policy, List<Target> targets) {
    RoutePolicy.Affinity by = policy.choice().affinity();
    var key = new ConversationKey(by, elsewhere);
    return by == RoutePolicy.Affinity.OFF && !isBoundToAccounts(targets)
        ? Optional.empty()
        : Optional.of(new Conversation(key::of));
  }

  /// Whether calls may bring something that only one of several accounts can read.
  private static boolean isBoundToAccounts(List<Target> targets) {
    return targets.stream().filter(target -> target.supports(Operation.MESSAGES)).count() > 1;
  }

  /// The preference by the order that a route has chosen, as admission asks for it.
  private record Chosen(TargetOrder by) implements TargetPreference {

    @Override
    public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
      by.order(tier, into, call, random);
    }

    @Override
    public void granted(Call call, Target target) {
      by.granted(call, target);
    }

    @Override
    public void ended(Target target) {
      by.ended(target);
    }
  }
}
