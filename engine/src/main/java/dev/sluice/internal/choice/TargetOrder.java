package dev.sluice.internal.choice;

import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Order of the targets of one rank, under one configuration. Safe for any thread but a loop; it
/// takes a lock of its own for a moment, and no other.
public final class TargetOrder {
  private final IdentityHashMap<Target, Option> options;
  private final IdentityHashMap<Option, List<Option>> peers = new IdentityHashMap<>();
  private final Balance balance;
  private final Placements placements;
  private final boolean sticky;
  private final Object lock;
  private final Clock clock;

  /// @param options the option of each target, by identity
  /// @param sticky whether conversations stay at one option
  /// @param lock guards `placements`
  TargetOrder(
      IdentityHashMap<Target, Option> options,
      Balance balance,
      Placements placements,
      boolean sticky,
      Object lock,
      Clock clock) {
    this.options = options;
    this.balance = balance;
    this.placements = placements;
    this.sticky = sticky;
    this.lock = lock;
    this.clock = clock;
    options.forEach((target, option) -> peers.computeIfAbsent(option, _ -> peers(target)));
  }

  /// Returns the options of the rank of `target`.
  private List<Option> peers(Target target) {
    return options.entrySet().stream()
        .filter(entry -> entry.getKey().rank() == target.rank())
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  /// Moves all of `tier` to the end of `into`, the best first. Targets of one option stay in their
  /// order.
  public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
    List<Option> there = tier.stream().map(this::option).distinct().toList();
    List<Option> order = there.size() == 1 ? there : order(there, call, random);
    for (Option option : order) {
      for (Target target : tier) {
        if (option(target) == option) {
          into.add(target);
        }
      }
    }
    tier.clear();
  }

  private List<Option> order(List<Option> there, Call call, RandomGenerator random) {
    if (!isPlaced(call)) {
      return balance.order(there, call, random);
    }
    synchronized (lock) {
      return placements.order(call.hints().conversation(), there, clock.nanos());
    }
  }

  /// Whether the call's conversation decides where it goes. A repeat goes where it may.
  private boolean isPlaced(Call call) {
    FailedTargets failed = call.failedTargets();
    return sticky
        && call.hints().conversation() != SchedulingHints.NO_CONVERSATION
        && failed.targets().isEmpty()
        && failed.cause() != FailedTargets.Cause.RACE;
  }

  /// Notes that an attempt at `target` begins, which [#ended] follows.
  public void granted(Call call, Target target) {
    Option option = options.get(target);
    if (option != null) {
      option.begin();
      if (sticky) {
        place(call, option);
      }
    }
  }

  private void place(Call call, Option option) {
    synchronized (lock) {
      long now = clock.nanos();
      placements.granted(option, now);
      if (isPlaced(call)) {
        List<Option> all = peers.getOrDefault(option, List.of());
        placements.placed(call.hints().conversation(), option, all, now);
      }
    }
  }

  /// Notes that an attempt at `target` has ended, well or not.
  public void ended(Target target) {
    Option option = options.get(target);
    if (option != null) {
      option.end();
    }
  }

  /// Returns how many attempts are under way.
  int underWay() {
    return options.values().stream().distinct().mapToInt(Option::underWay).sum();
  }

  private Option option(Target target) {
    return Objects.requireNonNull(options.get(target), "the target is of another configuration");
  }
}
