package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.Failed.Objection;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Order of the targets of a route that may take a call.
///
/// Targets whose context window the call fits come before those that are too small by estimate;
/// among those, targets that have not failed the call before those that have; then targets of a
/// lower rank; among equals the [TargetPreference] decides. Targets that differ in the credential
/// alone count as one, their credentials are asked in the order of the configuration.
///
/// Calls to the Responses API and to the Messages API ask the first target that serves them before
/// all others, one whose provider speaks that dialect where there is any, whatever its weight, and
/// of messages one of the lowest rank: the reasoning that an answer brings, encrypted or sealed,
/// can be read there alone. Responses calls whose answers bring none, of a route that keeps
/// conversations together, belong to one instead. A seal may also be bound to the account, so that
/// of several credentials of that target the hash of the conversation chooses one; a call that
/// brings a seal asks no other.
final class TargetSelector {
  private final Map<Operation, List<Target>> supporting = new EnumMap<>(Operation.class);
  private final Map<Operation, List<Target>> first = new EnumMap<>(Operation.class);

  /// For each operation the first targets, as in [#first], among those of the lowest rank.
  private final Map<Operation, List<Target>> home = new EnumMap<>(Operation.class);

  /// The distinct ranks of the targets, ascending.
  private final int[] ranks;

  /// Whether the context window of a target is known.
  private final boolean bounded;

  private final TargetPreference preference;

  /// @param targets the targets of a route, as configured
  TargetSelector(List<Target> targets, TargetPreference preference) {
    this.preference = preference;
    bounded = targets.stream().anyMatch(target -> target.context().isPresent());
    ranks = targets.stream().mapToInt(Target::rank).sorted().distinct().toArray();
    for (Operation operation : Operation.values()) {
      List<Target> able = targets.stream().filter(t -> t.supports(operation)).toList();
      supporting.put(operation, able);
      first.put(operation, first(able, operation));
      home.put(operation, first(ofLowestRank(able), operation));
    }
  }

  /// Returns the first target that is asked in its provider's own dialect, or else the first of
  /// all, and the other credentials of that target. What an answer seals in another dialect can be
  /// read at that target alone, too.
  private static List<Target> first(List<Target> able, Operation operation) {
    return able.stream()
        .filter(target -> target.speaks(operation))
        .findFirst()
        .or(() -> able.stream().findFirst())
        .map(target -> named(able, target.name()))
        .orElse(able);
  }

  private static List<Target> ofLowestRank(List<Target> targets) {
    int lowest = targets.stream().mapToInt(Target::rank).min().orElse(0);
    return targets.stream().filter(target -> target.rank() == lowest).toList();
  }

  /// Returns the preference that orders targets of one rank.
  TargetPreference preference() {
    return preference;
  }

  /// Returns the targets that can be asked for this call.
  ///
  /// A call that refers to a response can only be asked of the account that holds it. Where the
  /// response's name does not say which account that is, and for a call that leaves a response at
  /// the provider, it is that of the first such target.
  List<Target> able(Call call) {
    List<Target> able =
        call.facts().pinned() ? pinned(call) : supporting.getOrDefault(call.operation(), List.of());
    FailedTargets failed = call.failedTargets();
    return failed.allFit()
        ? able
        : able.stream().filter(target -> failed.fits(target.name())).toList();
  }

  private List<Target> pinned(Call call) {
    List<Target> holders = holders(call);
    if (!holders.isEmpty()) {
      return holders;
    }
    List<Target> home = first.getOrDefault(call.operation(), List.of());
    return isBoundToAccount(call) && home.size() > 1 ? List.of(account(home, call)) : home;
  }

  /// Returns the targets at the account that holds what a call refers to; none where that is not
  /// told. Of several models there the first one is asked.
  private List<Target> holders(Call call) {
    String origin = call.facts().state().origin();
    if (origin.isEmpty()) {
      return List.of();
    }
    return supporting.getOrDefault(call.operation(), List.of()).stream()
        .filter(target -> target.speaks(call.operation()) && target.origins().contains(origin))
        .limit(1)
        .toList();
  }

  /// Whether what a call refers to may be of one account.
  static boolean isBoundToAccount(Call call) {
    return call.operation().isOfMessages()
        && call.hints().conversation() != SchedulingHints.NO_CONVERSATION;
  }

  /// Returns the account of a conversation by highest random weight, so that one more credential
  /// takes over its share of the conversations and moves no other, and a removed one moves its own.
  private static Target account(List<Target> home, Call call) {
    Target best = home.getFirst();
    for (int i = 1; i < home.size(); i++) {
      if (weight(home.get(i), call) > weight(best, call)) {
        best = home.get(i);
      }
    }
    return best;
  }

  /// Returns the weight of a target for a call: the first number of SplitMix64 (Steele, Lea and
  /// Flood, 2014), the same in every process.
  private static long weight(Target target, Call call) {
    return new SplittableRandom(call.hints().conversation() + target.account()).nextLong();
  }

  /// Returns the targets that have not failed the call, without those that by estimate are too
  /// small for it while another is not, since the call would not go there.
  List<Target> untried(Call call) {
    List<Target> able = able(call);
    long tokens = bounded ? ContextEstimate.tokens(call) : 0;
    boolean fits = bounded && able.stream().anyMatch(t -> ContextEstimate.fits(t, call, tokens));
    var others = new ArrayList<Target>();
    for (Target target : able) {
      boolean small = fits && !ContextEstimate.fits(target, call, tokens);
      if (!small && !call.failedTargets().contains(target.name())) {
        others.add(target);
      }
    }
    return others;
  }

  /// Returns how `call` goes on after `refuser` has refused it for what another target may take: to
  /// targets whose context window holds more or is not known, or that have a content filter of
  /// their own. Empty where there is no such target.
  Optional<FailedTargets> instead(Call call, String refuser, Objection objection) {
    List<Target> able = able(call);
    Set<String> unfit = new HashSet<>(call.failedTargets().unfit());
    long held = held(able, refuser);
    for (Target target : able) {
      if (target.name().equals(refuser) || !maySuit(target, call, objection, held)) {
        unfit.add(target.name());
      }
    }
    return able.stream().allMatch(target -> unfit.contains(target.name()))
        ? Optional.empty()
        : Optional.of(call.failedTargets().and(refuser).butFor(unfit));
  }

  /// @param held the context window of the target that has refused the call
  private static boolean maySuit(Target target, Call call, Objection objection, long held) {
    return switch (objection) {
      case LENGTH -> holdsMore(target, call, held);
      case DIALECT -> target.speaks(call.operation());
      case REQUEST, CONTENT, COST -> true;
    };
  }

  /// Returns the context window of the target of that name; zero where it is not known.
  private static long held(List<Target> able, String name) {
    return able.stream()
        .filter(target -> target.name().equals(name))
        .mapToLong(target -> target.context().orElse(0))
        .max()
        .orElse(0);
  }

  /// @param held the context window of the target that has refused the call; zero where it is not
  ///   known
  private static boolean holdsMore(Target target, Call call, long held) {
    if (target.context().isEmpty()) {
      return true;
    }
    long least = held == 0 ? ContextEstimate.tokens(call) : held + 1;
    return target.context().getAsLong() >= least;
  }

  /// Returns the targets in the order in which `call` asks them.
  List<Target> order(Call call, RandomGenerator random) {
    List<Target> able = able(call);
    if (able.size() <= 1) {
      return able;
    }
    int[] tiers = tiers(able, call);
    var order = new ArrayList<Target>(able.size());
    var tier = new ArrayList<Target>(able.size());
    for (int wanted = 0; order.size() < able.size(); wanted++) {
      for (int i = 0; i < tiers.length; i++) {
        if (tiers[i] == wanted) {
          tier.add(able.get(i));
        }
      }
      if (!tier.isEmpty()) {
        preference.order(tier, order, call, random);
      }
    }
    return order;
  }

  private int[] tiers(List<Target> able, Call call) {
    long tokens = bounded ? ContextEstimate.tokens(call) : 0;
    int[] tiers = new int[able.size()];
    for (int i = 0; i < tiers.length; i++) {
      tiers[i] = tier(able.get(i), call, tokens);
    }
    return tiers;
  }

  private int tier(Target target, Call call, long tokens) {
    int ofOneKind = ranks.length + 1;
    int tried = call.failedTargets().contains(target.name()) ? ofOneKind : 0;
    int small = bounded && !ContextEstimate.fits(target, call, tokens) ? 2 * ofOneKind : 0;
    int rank = isHome(target, call) ? 0 : 1 + Arrays.binarySearch(ranks, target.rank());
    return small + tried + rank;
  }

  /// Whether the call goes to this target before all others.
  private boolean isHome(Target target, Call call) {
    return switch (call.operation()) {
      case RESPONSES, INPUT_TOKENS, COMPACT ->
          call.hints().conversation() == SchedulingHints.NO_CONVERSATION
              && isOneOf(first, target, call);
      case MESSAGES, COUNT_TOKENS ->
          isBoundToAccount(call)
              ? account(home.getOrDefault(call.operation(), List.of()), call).equals(target)
              : isOneOf(home, target, call);
      default -> false;
    };
  }

  private static boolean isOneOf(Map<Operation, List<Target>> targets, Target target, Call call) {
    return targets
        .getOrDefault(call.operation(), List.of())
        .getFirst()
        .name()
        .equals(target.name());
  }

  private static List<Target> named(List<Target> targets, String name) {
    return targets.stream().filter(target -> target.name().equals(name)).toList();
  }
}
