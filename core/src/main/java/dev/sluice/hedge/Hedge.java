package dev.sluice.hedge;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Filter;
import dev.sluice.call.Observer;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.call.Tried;
import dev.sluice.call.Usage;
import java.util.Optional;
import java.util.function.Predicate;

/// Makes a second attempt at another target when the first token of a stream is late. Stands behind
/// the retry, which sees both as one, and in front of admission, which grants each on its own.
///
/// A hedge that loses says nothing about its target, and is not among the attempts that a client is
/// told of.
public final class Hedge implements Filter {
  /// Longer inputs cost too much to be read twice.
  private static final long LONGEST_INPUT = 8 * 1024;

  private static final long BYTES_PER_TOKEN = 4;

  private final TokenBudget tokens;
  private final Learned learned = new Learned();
  private final Predicate<Call> hasAnother;
  private final Repeats repeats;
  private final Observer observer;
  private final Clock clock;

  /// The budget that hedges share with retries.
  @FunctionalInterface
  public interface Repeats {

    /// Takes one repeat of a call at `target`, if one is left.
    ///
    /// @return what gives it back if no attempt is made of it
    Optional<Runnable> take(String target);
  }

  /// @param config not off
  /// @param hasAnother whether a target that has not failed the call can take it now
  public Hedge(
      HedgeConfig config,
      Predicate<Call> hasAnother,
      Repeats repeats,
      Observer observer,
      Clock clock) {
    this.tokens = new TokenBudget(config.budget());
    this.hasAnother = hasAnother;
    this.repeats = repeats;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    long input = call.body().size() / BYTES_PER_TOKEN;
    if (!call.facts().stream() || input >= LONGEST_INPUT) {
      return next.send(call, sink);
    }
    var spent = new Spent(tokens, input);
    var race = new Race(call, sink, next, clock, learned, target -> beside(call, target, spent));
    try {
      return race.run();
    } finally {
      settle(call, race, spent);
    }
  }

  private Optional<Call> beside(Call call, String target, Spent spent) {
    Call second = call.withTried(call.tried().and(target).because(Tried.Cause.HEDGE));
    return hasAnother.test(second) && spent.pay(repeats, target)
        ? Optional.of(second)
        : Optional.empty();
  }

  /// The first token of the one that has won, and that a first attempt which was overtaken had none
  /// until then. What failed, and a second attempt that was stopped early, tell nothing.
  private void learn(Race race) {
    Lane first = race.first();
    Lane second = race.second();
    if (race.decided()) {
      first.target().ifPresent(target -> learned.add(target, first.waited()));
    }
    if (race.secondWon()) {
      second.target().ifPresent(target -> learned.add(target, second.waited()));
    }
  }

  private void settle(Call call, Race race, Spent spent) {
    boolean won = race.secondWon();
    Lane winner = won ? race.second() : race.first();
    Lane loser = won ? race.first() : race.second();
    Usage used = winner.usage();
    tokens.earn(used.input() + used.output());
    learn(race);
    if (race.hedged()) {
      observer.hedged(call, won, spent.settle(loser.usage()));
    } else {
      spent.giveBack();
    }
  }
}
