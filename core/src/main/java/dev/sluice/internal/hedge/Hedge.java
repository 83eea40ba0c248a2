package dev.sluice.internal.hedge;

import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.config.policy.HedgeConfig;
import java.util.Optional;
import java.util.function.Predicate;

/// Makes a second attempt at another target when the first token of a stream is late. Stands behind
/// the retry, which sees both as one, and in front of admission, which grants each on its own.
///
/// A hedge that loses says nothing about its target, and is not among the attempts that are
/// reported to a client.
public final class Hedge implements Filter {
  /// Longer inputs cost too much to be read twice.
  private static final long LONGEST_INPUT = 8 * 1024;

  private static final long BYTES_PER_TOKEN = 4;

  private final TokenBudget tokens;
  private final HedgeDelay delay;
  private final Predicate<Call> hasAnother;
  private final Repeats repeats;
  private final Observer observer;

  /// The budget that hedges share with retries.
  @FunctionalInterface
  public interface Repeats {

    /// Takes one repeat of a call at `target`, if one is left.
    ///
    /// @return what gives it back if no attempt is made of it
    Optional<Runnable> take(String target);
  }

  /// @param config not off
  /// @param delay when an attempt gets a second one beside it
  /// @param hasAnother whether a target that has not failed the call can take it now
  public Hedge(
      HedgeConfig config,
      HedgeDelay delay,
      Predicate<Call> hasAnother,
      Repeats repeats,
      Observer observer) {
    this.tokens = new TokenBudget(config.budget());
    this.delay = delay;
    this.hasAnother = hasAnother;
    this.repeats = repeats;
    this.observer = observer;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    long input = call.body().size() / BYTES_PER_TOKEN;
    if (!call.facts().stream() || input >= LONGEST_INPUT) {
      return next.send(call, sink);
    }
    var cost = new HedgeCost(tokens, input);
    var race = new Race(call, sink, next, delay, target -> beside(call, target, cost));
    try {
      return race.run();
    } finally {
      settle(call, race, cost);
    }
  }

  private Optional<Call> beside(Call call, String target, HedgeCost cost) {
    Call second =
        call.withFailedTargets(call.failedTargets().and(target).because(FailedTargets.Cause.HEDGE));
    return hasAnother.test(second) && cost.pay(repeats, target)
        ? Optional.of(second)
        : Optional.empty();
  }

  private void settle(Call call, Race race, HedgeCost cost) {
    boolean won = race.secondWon();
    HeldSink winner = won ? race.second() : race.first();
    HeldSink loser = won ? race.first() : race.second();
    Usage used = winner.usage();
    tokens.earn(used.input() + used.output());
    if (race.hedged()) {
      observer.hedged(call, won, cost.settle(loser.usage()));
    } else {
      cost.giveBack();
    }
  }
}
