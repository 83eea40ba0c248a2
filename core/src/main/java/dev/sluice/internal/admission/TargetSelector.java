package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Weighted random order of the targets of a route that may take a call.
///
/// Targets that have not failed the call come before those that have; among those, targets of a
/// lower rank; among equals the weights decide. Targets that differ in the credential alone count
/// as one, their credentials are asked in the order of the configuration.
///
/// Calls to the Responses API ask the first target that serves them before all others, whatever its
/// weight: encrypted reasoning that an answer brings can be read there alone.
final class TargetSelector {
  private final Map<Operation, List<Target>> supporting = new EnumMap<>(Operation.class);
  private final Map<Operation, List<Target>> first = new EnumMap<>(Operation.class);

  /// The ranks that there are, in order.
  private final int[] ranks;

  /// @param targets those of a route, as configured
  TargetSelector(List<Target> targets) {
    ranks = targets.stream().mapToInt(Target::rank).sorted().distinct().toArray();
    for (Operation operation : Operation.values()) {
      List<Target> able = targets.stream().filter(t -> t.supports(operation)).toList();
      supporting.put(operation, able);
      first.put(operation, able.isEmpty() ? able : named(able, able.getFirst().name()));
    }
  }

  /// The targets that can be asked for this call.
  ///
  /// A call that refers to a response, or leaves one at the provider, can only be asked of the
  /// first such target: the target that made a response alone knows it.
  List<Target> able(Call call) {
    return (call.facts().pinned() ? first : supporting).getOrDefault(call.operation(), List.of());
  }

  /// The targets in the order in which `call` asks them.
  List<Target> order(Call call, RandomGenerator random) {
    List<Target> able = able(call);
    if (able.size() <= 1) {
      return able;
    }
    var order = new ArrayList<Target>(able.size());
    var tier = new ArrayList<Target>(able.size());
    for (int wanted = 0; order.size() < able.size(); wanted++) {
      for (int i = 0; i < able.size(); i++) {
        if (tier(able.get(i), call) == wanted) {
          tier.add(able.get(i));
        }
      }
      shuffle(tier, order, random);
    }
    return order;
  }

  private int tier(Target target, Call call) {
    int tried = call.failedTargets().contains(target.name()) ? ranks.length + 1 : 0;
    return tried + (isHome(target, call) ? 0 : 1 + Arrays.binarySearch(ranks, target.rank()));
  }

  /// Whether the call goes to this target before all others.
  private boolean isHome(Target target, Call call) {
    return call.operation() == Operation.RESPONSES
        && first
            .getOrDefault(Operation.RESPONSES, List.of())
            .getFirst()
            .name()
            .equals(target.name());
  }

  /// Draws from `tier` by weight until nothing is left.
  private static void shuffle(List<Target> tier, List<Target> into, RandomGenerator random) {
    while (!tier.isEmpty()) {
      String drawn = isOne(tier) ? tier.getFirst().name() : draw(tier, random);
      for (int i = 0; i < tier.size(); i++) {
        if (tier.get(i).name().equals(drawn)) {
          into.add(tier.remove(i--));
        }
      }
    }
  }

  private static boolean isOne(List<Target> tier) {
    return tier.getLast().name().equals(tier.getFirst().name()) && tier.size() <= 2;
  }

  private static String draw(List<Target> tier, RandomGenerator random) {
    long sum = 0;
    for (int i = 0; i < tier.size(); i++) {
      sum += counts(tier, i) ? tier.get(i).weight() : 0;
    }
    long left = random.nextLong(sum);
    for (int i = 0; i < tier.size(); i++) {
      left -= counts(tier, i) ? tier.get(i).weight() : 0;
      if (left < 0) {
        return tier.get(i).name();
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  /// Whether the one at `at` is the first of its name.
  private static boolean counts(List<Target> tier, int at) {
    for (int i = 0; i < at; i++) {
      if (tier.get(i).name().equals(tier.get(at).name())) {
        return false;
      }
    }
    return true;
  }

  private static List<Target> named(List<Target> targets, String name) {
    return targets.stream().filter(target -> target.name().equals(name)).toList();
  }
}
