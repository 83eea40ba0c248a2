package dev.sluice.internal.route;

import dev.sluice.call.Call;
import dev.sluice.config.Condition;
import dev.sluice.config.Condition.Answer;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The conditions of a route: which calls it answers, and which of its targets they may go to.
///
/// @param route the route's own; empty for none
/// @param targets those of its targets that have one, by `provider/model`
/// @param all the names of all of its targets
public record RouteConditions(
    Optional<Condition> route, Map<String, Condition> targets, Set<String> all) {
  /// No conditions.
  public static final RouteConditions NONE =
      new RouteConditions(Optional.empty(), Map.of(), Set.of());

  public RouteConditions {
    targets = Map.copyOf(targets);
    all = Set.copyOf(all);
  }

  /// The conditions of a route of a configuration.
  public static RouteConditions of(RouteConfig route) {
    Map<String, Condition> targets = new LinkedHashMap<>();
    Set<String> all = new HashSet<>();
    for (TargetConfig target : route.targets()) {
      all.add(target.name());
      target.when().ifPresent(condition -> targets.put(target.name(), condition));
    }
    return route.when().isEmpty() && targets.isEmpty()
        ? NONE
        : new RouteConditions(route.when(), targets, all);
  }

  /// Whether there are none.
  boolean isNone() {
    return route.isEmpty() && targets.isEmpty();
  }

  /// Whether the route answers a call.
  ///
  /// @param unknown is told of a condition of which that cannot be said
  boolean admits(Call call, Consumer<Condition> unknown) {
    return route.isEmpty() || holds(route.get(), call, unknown);
  }

  /// The targets that a call may not go to.
  ///
  /// @param unknown is told of a condition of which it cannot be said whether it holds
  Set<String> unfit(Call call, Consumer<Condition> unknown) {
    if (targets.isEmpty()) {
      return Set.of();
    }
    var unfit = new HashSet<String>();
    targets.forEach(
        (target, condition) -> {
          if (!holds(condition, call, unknown)) {
            unfit.add(target);
          }
        });
    return unfit;
  }

  private static boolean holds(Condition condition, Call call, Consumer<Condition> unknown) {
    Answer answer = condition.of(call);
    if (answer == Answer.UNKNOWN) {
      unknown.accept(condition);
    }
    return answer == Answer.HOLDS;
  }
}
