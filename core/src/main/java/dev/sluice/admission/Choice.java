package dev.sluice.admission;

import dev.sluice.call.Call;
import dev.sluice.call.Operation;
import dev.sluice.call.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Which targets of a route may take a call, and in which order they are asked. Pure functions.
///
/// Targets that have not failed the call come before those that have, and those before `fallback`
/// ones; among equals the weights decide. Targets that differ in the credential alone count as one,
/// their credentials are asked in the order of the configuration.
final class Choice {
  private Choice() {}

  /// The targets that can be asked for this call.
  ///
  /// Responses always go to the first such target, and so does every call that refers to one: only
  /// the target that made a response knows it.
  static List<Target> able(List<Target> targets, Call call) {
    List<Target> able = supporting(targets, call.operation());
    boolean stays = call.operation() == Operation.RESPONSES || call.facts().pinned();
    return stays && !able.isEmpty() ? named(able, able.getFirst().name()) : able;
  }

  /// `able` in the order in which `call` would have them.
  static List<Target> order(List<Target> able, Call call, RandomGenerator random) {
    if (able.size() == 1) {
      return able;
    }
    var order = new ArrayList<Target>();
    for (boolean tried : new boolean[] {false, true}) {
      for (boolean fallback : new boolean[] {false, true}) {
        var tier = new ArrayList<Target>();
        for (Target target : able) {
          if (target.fallback() == fallback && call.tried().contains(target.name()) == tried) {
            tier.add(target);
          }
        }
        shuffle(tier, order, random);
      }
    }
    return order;
  }

  /// Draws from `tier` by weight until nothing is left.
  private static void shuffle(List<Target> tier, List<Target> into, RandomGenerator random) {
    while (!tier.isEmpty()) {
      String drawn = tier.size() == 1 ? tier.getFirst().name() : draw(tier, random);
      into.addAll(named(tier, drawn));
      tier.removeIf(target -> target.name().equals(drawn));
    }
  }

  private static String draw(List<Target> tier, RandomGenerator random) {
    List<Target> distinct = distinct(tier);
    long left = random.nextLong(distinct.stream().mapToLong(Target::weight).sum());
    for (Target target : distinct) {
      left -= target.weight();
      if (left < 0) {
        return target.name();
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  private static List<Target> distinct(List<Target> tier) {
    Set<String> seen = new HashSet<>();
    return tier.stream().filter(target -> seen.add(target.name())).toList();
  }

  private static List<Target> named(List<Target> targets, String name) {
    return targets.stream().filter(target -> target.name().equals(name)).toList();
  }

  private static List<Target> supporting(List<Target> targets, Operation operation) {
    return targets.stream().filter(target -> target.supports(operation)).toList();
  }
}
