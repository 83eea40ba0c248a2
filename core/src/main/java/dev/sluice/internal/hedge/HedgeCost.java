package dev.sluice.internal.hedge;

import dev.sluice.call.Usage;
import org.jspecify.annotations.Nullable;

/// The tokens that one call's second attempt has taken from the budgets. Written by that attempt's
/// thread, read by the call's when it has ended.
final class HedgeCost {
  private final TokenBudget tokens;
  private final long estimate;
  private volatile @Nullable Runnable undo;

  /// @param estimate what reading the input once more costs, in tokens
  HedgeCost(TokenBudget tokens, long estimate) {
    this.tokens = tokens;
    this.estimate = estimate;
  }

  /// Pays for an attempt.
  ///
  /// @param repeats takes one repeat from the target's budget
  boolean pay(Hedge.Repeats repeats, String target) {
    if (!tokens.take(estimate)) {
      return false;
    }
    undo = repeats.take(target).orElse(null);
    if (undo == null) {
      tokens.correct(-estimate);
    }
    return undo != null;
  }

  /// The attempt was not made.
  void giveBack() {
    Runnable paid = undo;
    if (paid != null) {
      tokens.correct(-estimate);
      paid.run();
    }
  }

  /// The attempt was made, and one of the two was for nothing.
  ///
  /// @param loser what that one has used, as far as it is known
  /// @return in tokens
  long settle(Usage loser) {
    long known = loser.input() + loser.output();
    long wasted = known > 0 ? known : estimate;
    tokens.correct(wasted - estimate);
    return wasted;
  }
}
