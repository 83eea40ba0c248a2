package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.call.runtime.Clock;
import java.util.function.Consumer;

/// A listener that passes on what calls cost, and tells of budgets whose owner wants to know.
///
/// @param spend is told what calls cost
/// @param refusals counts those that others of the budget under way have caused
/// @param alerts is told of budgets, as rarely as their owner should be
record WarningListener(
    SpendListener spend, FrequentRefusals refusals, Clock clock, Consumer<BudgetAlert> alerts)
    implements SpendListener {
  @Override
  public OpenSpend opened(Opened call) {
    return spend.opened(call);
  }

  @Override
  public void paid(Paid call) {
    spend.paid(call);
  }

  @Override
  public void wasted(Wasted attempt) {
    spend.wasted(attempt);
  }

  @Override
  public void warned(BudgetStatus budget) {
    spend.warned(budget);
    alerts.accept(new BudgetAlert(BudgetAlert.Kind.NEAR, budget, 0));
  }

  @Override
  public void exhausted(BudgetStatus budget) {
    spend.exhausted(budget);
    alerts.accept(new BudgetAlert(BudgetAlert.Kind.SPENT, budget, 0));
  }

  @Override
  public void refused(BudgetStatus budget, Refusal why) {
    spend.refused(budget, why);
    if (why == Refusal.IN_USE) {
      refusals
          .refused(budget, clock.millis())
          .ifPresent(
              count -> alerts.accept(new BudgetAlert(BudgetAlert.Kind.IN_USE, budget, count)));
    }
  }
}
