package dev.sluice.route;

import dev.sluice.call.Operation;
import java.util.List;
import java.util.Optional;
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
  ///
  /// Responses always go to the first such target. A later call may refer to one of them by its
  /// identifier (`previous_response_id`, `conversation`), and only the target that made it knows
  /// it.
  public Optional<Target> pick(Operation operation, RandomGenerator random) {
    List<Target> able = able(operation, false);
    List<Target> among = able.isEmpty() ? able(operation, true) : able;
    return among.size() <= 1 || operation == Operation.RESPONSES
        ? among.stream().findFirst()
        : Optional.of(weighted(among, random));
  }

  private List<Target> able(Operation operation, boolean fallback) {
    return targets.stream()
        .filter(target -> target.fallback() == fallback)
        .filter(target -> target.operations().contains(operation))
        .toList();
  }

  private static Target weighted(List<Target> among, RandomGenerator random) {
    long drawn = random.nextLong(among.stream().mapToLong(Target::weight).sum());
    for (Target target : among) {
      drawn -= target.weight();
      if (drawn < 0) {
        return target;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
