package dev.sluice.internal.race;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Filter that makes another attempt beside the first at another target when the first token is
/// late. It stands behind the retry, which sees all as one, and in front of admission, which grants
/// each on its own. Nobody waits for a call of the lowest band, so that it is never raced.
///
/// An attempt beside the first that loses says nothing about its target, and is not among the
/// attempts that are reported to a client. A first attempt that loses beyond its bound counts as
/// one that has failed to start.
///
/// @param tokens the token budget of the route
/// @param triggers say when an attempt gets another one beside it
public record Racing(
    TokenBudget tokens,
    RaceTriggers triggers,
    Route route,
    Repeats repeats,
    Observer observer,
    Clock clock)
    implements Filter {
  private static final Set<Operation> RACED =
      EnumSet.of(
          Operation.CHAT,
          Operation.COMPLETIONS,
          Operation.RESPONSES,
          Operation.MESSAGES,
          Operation.GENERATE);

  /// Whether a late attempt of an operation is raced. A second picture, or the same speech again,
  /// would cost as much as the first, and no other operation is late by its first token.
  public static boolean races(Operation operation) {
    return RACED.contains(operation);
  }

  /// The targets that a call may go to. Not for loops.
  public interface Route {
    /// Whether a target that has not failed the call can take it now.
    boolean hasAnother(Call call);

    /// Whether one of the same rank as `target` can.
    boolean hasEqual(Call call, String target);

    /// Whether the call may be made twice because of `trigger`.
    ///
    /// @throws InterruptedException if the caller has left
    boolean mayBeDoubled(Call call, Trigger trigger) throws InterruptedException;
  }

  /// The budget that races share with retries.
  @FunctionalInterface
  public interface Repeats {

    /// Takes one repeat of a call at `target`, if one is left; because of [Trigger#QUANTILE] alone
    /// none that failures may need.
    ///
    /// @return a task that gives the repeat back if no attempt is made of it
    Optional<Runnable> take(String target, Trigger trigger);
  }

  @Override
  public boolean passes(Call call) {
    return call.facts().pinned()
        || call.payer().strict()
        || call.hints().band() == Band.BATCH
        || !RACED.contains(call.operation());
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    var cost = new RaceCost(tokens, repeats, triggers, call, clock);
    var race = new Race(call, sink, next, triggers, this::allows, cost, clock);
    try {
      return race.run();
    } finally {
      settle(call, race, cost);
    }
  }

  private boolean allows(Call other, String late, Trigger trigger) throws InterruptedException {
    boolean there =
        trigger == Trigger.QUANTILE ? route.hasEqual(other, late) : route.hasAnother(other);
    return there && route.mayBeDoubled(other, trigger);
  }

  private void settle(Call call, Race race, RaceCost cost) {
    boolean raced = race.settle();
    Usage used = race.usage();
    tokens.earn(used.input() + used.output());
    if (raced) {
      observer.raced(call, race.otherWon(), cost.wasted());
    }
  }
}
