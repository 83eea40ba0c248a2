package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The targets of a route by operation, and at which of them a call is at home.
///
/// Calls to the Responses API and to the Messages API are at home at the first target that serves
/// them, one whose provider speaks that dialect where there is any, whatever its weight, and of
/// messages one of the lowest rank: the reasoning that an answer brings, encrypted or sealed, can
/// be read there alone. Responses calls of a route that keeps conversations together bring no
/// encrypted reasoning and have no home. A seal may also be bound to the account, so that of
/// several credentials of that target the hash of the conversation chooses one; a call that brings
/// a seal asks no other.
final class HomeTargets {
  private final Map<Operation, List<Target>> supporting = new EnumMap<>(Operation.class);
  private final Map<Operation, List<Target>> firstOfAll = new EnumMap<>(Operation.class);
  private final Map<Operation, List<Target>> firstOfLowestRank = new EnumMap<>(Operation.class);

  /// @param targets the targets of the route, as configured
  HomeTargets(List<Target> targets) {
    for (Operation operation : Operation.values()) {
      List<Target> able = targets.stream().filter(t -> t.supports(operation)).toList();
      supporting.put(operation, able);
      firstOfAll.put(operation, first(able, operation));
      firstOfLowestRank.put(operation, first(ofLowestRank(able), operation));
    }
  }

  /// Returns the targets that can be asked for this call, whatever has become of it so far.
  ///
  /// A call that refers to a response can only be asked of the account that holds it. Where the
  /// response's name does not say which account that is, and for a call that leaves a response at
  /// the provider, it is that of the first such target.
  List<Target> candidates(Call call) {
    if (!call.facts().pinned()) {
      return of(supporting, call);
    }
    List<Target> holders = holders(call);
    if (!holders.isEmpty()) {
      return holders;
    }
    List<Target> credentials = of(firstOfAll, call);
    return hasSeal(call) && credentials.size() > 1
        ? List.of(account(credentials, call))
        : credentials;
  }

  /// Returns the targets that a call asks before all others that fit it and have not failed it.
  List<Target> home(Call call) {
    return switch (call.operation()) {
      case RESPONSES, INPUT_TOKENS, COMPACT ->
          call.hints().conversation() == SchedulingHints.NO_CONVERSATION
              ? of(firstOfAll, call)
              : List.of();
      case MESSAGES, COUNT_TOKENS -> {
        List<Target> credentials = of(firstOfLowestRank, call);
        yield hasSeal(call) ? List.of(account(credentials, call)) : credentials;
      }
      default -> List.of();
    };
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

  private static List<Target> named(List<Target> targets, String name) {
    return targets.stream().filter(target -> target.name().equals(name)).toList();
  }

  private static List<Target> ofLowestRank(List<Target> targets) {
    int lowest = targets.stream().mapToInt(Target::rank).min().orElse(0);
    return targets.stream().filter(target -> target.rank() == lowest).toList();
  }

  private static List<Target> of(Map<Operation, List<Target>> targets, Call call) {
    return targets.getOrDefault(call.operation(), List.of());
  }

  /// Returns the targets at the account that holds what a call refers to; none where that is not
  /// told. Of several models there the first one is asked.
  private List<Target> holders(Call call) {
    String origin = call.facts().state().origin();
    if (origin.isEmpty()) {
      return List.of();
    }
    return of(supporting, call).stream()
        .filter(target -> target.speaks(call.operation()) && target.origins().contains(origin))
        .limit(1)
        .toList();
  }

  /// Whether a call brings seals, which may be readable with one credential only.
  private static boolean hasSeal(Call call) {
    return call.operation().isOfMessages()
        && call.hints().conversation() != SchedulingHints.NO_CONVERSATION;
  }

  /// Returns the account of a conversation by highest random weight, so that one more credential
  /// takes over its share of the conversations and moves no other, and a removed one moves its own.
  private static Target account(List<Target> credentials, Call call) {
    Target best = credentials.getFirst();
    for (int i = 1; i < credentials.size(); i++) {
      if (weight(credentials.get(i), call) > weight(best, call)) {
        best = credentials.get(i);
      }
    }
    return best;
  }

  /// Returns the weight of a target for a call: the first number of SplitMix64 (Steele, Lea and
  /// Flood, 2014), the same in every process.
  private static long weight(Target target, Call call) {
    return new SplittableRandom(call.hints().conversation() + target.account()).nextLong();
  }
}
