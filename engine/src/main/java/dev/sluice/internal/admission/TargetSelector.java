package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.Failed.Objection;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Order of the targets of a route that may take a call.
///
/// Targets whose context window the call fits come before those that are too small by estimate;
/// among those, targets that have not failed the call before those that have; then targets of a
/// lower rank; among equals the [TargetPreference] decides. Targets that differ in the credential
/// alone count as one, their credentials are asked in the order of the configuration.
///
/// A call that is at home somewhere ([HomeTargets]) asks there before all others that fit it and
/// have not failed it.
final class TargetSelector {
  private final HomeTargets targets;

  /// The distinct ranks of the targets, ascending.
  private final int[] ranks;

  /// Whether the context window of any target is known.
  private final boolean bounded;

  private final TargetPreference preference;

  /// @param targets the targets of a route, as configured
  TargetSelector(List<Target> targets, TargetPreference preference) {
    this.targets = new HomeTargets(targets);
    this.preference = preference;
    bounded = targets.stream().anyMatch(target -> target.context().isPresent());
    ranks = targets.stream().mapToInt(Target::rank).sorted().distinct().toArray();
  }

  /// Returns the preference that orders targets of one rank.
  TargetPreference preference() {
    return preference;
  }

  /// Returns the targets that can be asked for this call.
  List<Target> candidates(Call call) {
    List<Target> candidates = targets.candidates(call);
    FailedTargets failed = call.failedTargets();
    return failed.allFit()
        ? candidates
        : candidates.stream().filter(target -> failed.fits(target.name())).toList();
  }

  /// Returns the targets that have not failed the call, without those that by estimate are too
  /// small for it while another is not, since the call would not go there.
  List<Target> untried(Call call) {
    List<Target> candidates = candidates(call);
    long tokens = bounded ? ContextEstimate.tokens(call) : 0;
    boolean fits =
        bounded && candidates.stream().anyMatch(t -> ContextEstimate.fits(t, call, tokens));
    var others = new ArrayList<Target>();
    for (Target target : candidates) {
      boolean small = fits && !ContextEstimate.fits(target, call, tokens);
      if (!small && !call.failedTargets().contains(target.name())) {
        others.add(target);
      }
    }
    return others;
  }

  /// Returns how `call` goes on after `refuser` has refused it for what another target may take:
  /// for its length at targets whose context window holds more or is not known, for its dialect at
  /// those that speak it, else at all others. Empty where there is no such target.
  Optional<FailedTargets> instead(Call call, String refuser, Objection objection) {
    List<Target> candidates = candidates(call);
    Set<String> unfit = new HashSet<>(call.failedTargets().unfit());
    long window = window(candidates, refuser);
    for (Target target : candidates) {
      if (target.name().equals(refuser) || !maySuit(target, call, objection, window)) {
        unfit.add(target.name());
      }
    }
    return candidates.stream().allMatch(target -> unfit.contains(target.name()))
        ? Optional.empty()
        : Optional.of(call.failedTargets().and(refuser).butFor(unfit));
  }

  /// @param window the context window of the target that has refused the call
  private static boolean maySuit(Target target, Call call, Objection objection, long window) {
    return switch (objection) {
      case LENGTH -> hasLargerWindow(target, call, window);
      case DIALECT -> target.speaks(call.operation());
      case REQUEST, CONTENT, COST -> true;
    };
  }

  /// Returns the context window of the target of that name; zero where it is not known.
  private static long window(List<Target> candidates, String name) {
    return candidates.stream()
        .filter(target -> target.name().equals(name))
        .mapToLong(target -> target.context().orElse(0))
        .max()
        .orElse(0);
  }

  /// @param window the context window of the target that has refused the call; zero where it is not
  ///   known
  private static boolean hasLargerWindow(Target target, Call call, long window) {
    if (target.context().isEmpty()) {
      return true;
    }
    long least = window == 0 ? ContextEstimate.tokens(call) : window + 1;
    return target.context().getAsLong() >= least;
  }

  /// Returns the targets in the order in which `call` asks them.
  List<Target> order(Call call, RandomGenerator random) {
    List<Target> candidates = candidates(call);
    if (candidates.size() <= 1) {
      return candidates;
    }
    int[] tiers = tiers(candidates, call);
    var order = new ArrayList<Target>(candidates.size());
    var tier = new ArrayList<Target>(candidates.size());
    for (int number = 0; order.size() < candidates.size(); number++) {
      for (int i = 0; i < tiers.length; i++) {
        if (tiers[i] == number) {
          tier.add(candidates.get(i));
        }
      }
      if (!tier.isEmpty()) {
        preference.order(tier, order, call, random);
      }
    }
    return order;
  }

  private int[] tiers(List<Target> candidates, Call call) {
    long tokens = bounded ? ContextEstimate.tokens(call) : 0;
    List<Target> home = targets.home(call);
    int[] tiers = new int[candidates.size()];
    for (int i = 0; i < tiers.length; i++) {
      tiers[i] = tier(candidates.get(i), call, tokens, home);
    }
    return tiers;
  }

  private int tier(Target target, Call call, long tokens, List<Target> home) {
    int ranksPerTier = ranks.length + 1;
    int tried = call.failedTargets().contains(target.name()) ? ranksPerTier : 0;
    int small = bounded && !ContextEstimate.fits(target, call, tokens) ? 2 * ranksPerTier : 0;
    int rank = home.contains(target) ? 0 : 1 + Arrays.binarySearch(ranks, target.rank());
    return small + tried + rank;
  }
}
