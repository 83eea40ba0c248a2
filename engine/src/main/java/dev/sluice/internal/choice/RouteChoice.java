package dev.sluice.internal.choice;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The memory of a route of where its calls went. It goes on from one configuration to the next,
/// and makes the order of each configuration's targets.
public final class RouteChoice {
  private final RoutePolicy.Choice config;
  private final Balance balance;
  private final Clock clock;
  private final Placements placements = new Placements();
  private final Object lock = new Object();

  /// The options by their ids. Used while a configuration is wired, by one thread at a time.
  private final Map<String, Option> options = new HashMap<>();

  /// @param firstToken the median of a target's first tokens of such calls; empty until that is
  ///   learned
  public RouteChoice(
      RoutePolicy.Choice config,
      BiFunction<String, Call, Optional<Duration>> firstToken,
      Clock clock) {
    this.config = config;
    this.clock = clock;
    this.balance =
        switch (config.balance()) {
          case WEIGHTED -> (all, _, random) -> Balance.byWeight(all, random);
          case LEAST_BUSY -> new LeastBusy(firstToken);
        };
  }

  /// Makes the order of the targets of a configuration.
  ///
  /// @param targets the targets of the route, as configured
  public TargetOrder over(List<Target> targets) {
    Map<String, Integer> credentials = new HashMap<>();
    targets.forEach(target -> credentials.merge(target.name(), 1, Integer::sum));
    Map<String, Integer> seen = new HashMap<>();
    IdentityHashMap<Target, Option> of = new IdentityHashMap<>();
    for (Target target : targets) {
      int number = seen.merge(target.name(), 1, Integer::sum);
      Option option = option(target.name(), number);
      int shared = config.spreadKeys() ? credentials.getOrDefault(target.name(), 1) : 1;
      option.weigh((double) target.weight() / shared);
      of.put(target, option);
    }
    Placements sticky = placements;
    return new TargetOrder(of, balance, sticky, config.affinity() != Affinity.OFF, lock, clock);
  }

  private Option option(String target, int number) {
    String id = config.spreadKeys() && number > 1 ? target + "#" + number : target;
    return options.computeIfAbsent(id, _ -> new Option(target, id));
  }

  /// Returns how many conversations are not at the option where they would begin.
  int moved() {
    synchronized (lock) {
      return placements.moved();
    }
  }
}
