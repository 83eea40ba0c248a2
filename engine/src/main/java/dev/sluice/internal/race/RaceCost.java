package dev.sluice.internal.race;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.util.Optional;

/// The tokens that the attempts beside one call's first have taken from the budgets. Used by the
/// thread of those attempts, and by the call's when that has ended.
final class RaceCost {
  private static final long BYTES_PER_TOKEN = 4;

  private final TokenBudget tokens;
  private final Racing.Repeats repeats;
  private final RaceTriggers triggers;
  private final Call call;
  private final Clock clock;
  private final long estimate;
  private Optional<Runnable> undo = Optional.empty();
  private long wasted;

  /// @param repeats the budget that races share with retries
  /// @param triggers knows how fast a model thinks
  RaceCost(
      TokenBudget tokens, Racing.Repeats repeats, RaceTriggers triggers, Call call, Clock clock) {
    this.tokens = tokens;
    this.repeats = repeats;
    this.triggers = triggers;
    this.call = call;
    this.clock = clock;
    this.estimate = call.body().size() / BYTES_PER_TOKEN;
  }

  /// Pays for an attempt beside one at `target`. Either [#lost] or [#giveBack] follows.
  boolean pay(String target, Trigger trigger) {
    if (!tokens.take(estimate, target, clock.nanos())) {
      return false;
    }
    undo = repeats.take(target, trigger);
    if (undo.isEmpty()) {
      tokens.correct(-estimate);
    }
    return undo.isPresent();
  }

  /// Gives back what was paid for an attempt that was not made.
  void giveBack() {
    undo.ifPresent(
        paid -> {
          tokens.correct(-estimate);
          paid.run();
        });
    undo = Optional.empty();
  }

  /// Settles the cost of an attempt that was made, so that this one or the first was for nothing.
  ///
  /// @param loser the attempt that lost
  void lost(HeldSink loser) {
    long perToken = loser.target().map(target -> triggers.perToken(call, target)).orElse(0L);
    long billed = loser.billed(estimate, perToken);
    tokens.correct(billed - estimate);
    wasted += billed;
    undo = Optional.empty();
  }

  /// Returns the tokens of all attempts that were for nothing.
  long wasted() {
    return wasted;
  }
}
