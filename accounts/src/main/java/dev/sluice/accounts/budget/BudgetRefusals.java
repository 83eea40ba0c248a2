package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The refusals of calls that a budget has no room for: with figures, and with a true hint.
final class BudgetRefusals {
  private static final int SECOND = 1_000;

  private BudgetRefusals() {}

  /// Refuses a call for now: calls under way may yet use up what is left; the call has a chance as
  /// they end.
  ///
  /// @param millis until then, as far as that can be told
  static Failed inUse(BudgetStatus status, Quote quote, long millis) {
    String message =
        "the budget of %s, %s for %s, may be used up by calls under way: %s are spent, %s are set aside for them, they may cost %s at worst, and this call %s, where all may be %s together; it passes as they end, in about %d s"
            .formatted(
                Spender.words(status.owner()),
                amount(status),
                status.window().name(),
                Money.text(status.spent()),
                Money.text(status.setAside()),
                Money.text(status.atWorst()),
                Money.text(quote.worst()),
                Money.text(status.budget().most() + status.credited()),
                Math.ceilDiv(millis, SECOND));
    return new Failed.LimitReached(
        Failed.Limit.BUDGET_IN_USE, Optional.of(Duration.ofMillis(millis)), message);
  }

  private static String amount(BudgetStatus status) {
    String credited =
        status.credited() > 0 ? " and " + Money.text(status.credited()) + " credited" : "";
    return Money.text(status.budget().nanos()) + credited;
  }

  /// Refuses a call since too little is left, whatever calls under way cost.
  static Failed usedUp(BudgetStatus status, Quote quote, long now) {
    Budget budget = status.budget();
    long needs = budget.strict() ? quote.worst() : 1;
    boolean ends = budget.period() != Period.TOTAL && needs <= budget.nanos();
    Optional<Instant> anew =
        ends ? Optional.of(Instant.ofEpochMilli(status.window().until())) : Optional.empty();
    String message =
        "the budget of %s, %s for %s, has no room for this call: %s are spent, %s are set aside for calls under way, and the call may cost %s; %s"
            .formatted(
                Spender.words(status.owner()),
                amount(status),
                status.window().name(),
                Money.text(status.spent()),
                Money.text(status.setAside()),
                Money.text(budget.strict() ? quote.worst() : quote.likely()),
                anew.map(at -> "a new window begins at " + at)
                    .orElse("it has to be raised before such a call is let in"));
    return new Failed.LimitReached(
        Failed.Limit.BUDGET, anew.map(at -> Instant.ofEpochMilli(now).until(at)), message);
  }
}
