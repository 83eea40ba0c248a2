package dev.sluice.route;

import dev.sluice.call.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Where the calls for some models go.
///
/// @param name its name in configuration
/// @param targets at least one
public record Route(String name, List<Target> targets) {
  public Route {
    targets = List.copyOf(targets);
  }

  /// A target for `operation`: weighted random among those that support it, among the fallback
  /// targets only when no other does. Empty when none does.
  public Optional<Target> pick(Operation operation, RandomGenerator random) {
    Predicate<Target> able = target -> target.operations().contains(operation);
    return weighted(targets.stream().filter(able.and(t -> !t.fallback())).toList(), random)
        .or(() -> weighted(targets.stream().filter(able).toList(), random));
  }

  private static Optional<Target> weighted(List<Target> among, RandomGenerator random) {
    if (among.size() <= 1) {
      return among.stream().findFirst();
    }
    long drawn = random.nextLong(among.stream().mapToLong(Target::weight).sum());
    for (Target target : among) {
      drawn -= target.weight();
      if (drawn < 0) {
        return Optional.of(target);
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
