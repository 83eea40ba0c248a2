package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.SpendListener;
import java.util.function.Consumer;

/// Passes on what calls cost, and tells of budgets that are nearly spent.
///
/// @param spend is told what calls cost
/// @param warned is told of budgets, once a window
record WarningListener(SpendListener spend, Consumer<BudgetStatus> warned)
    implements SpendListener {
  @Override
  public boolean keeps() {
    return spend.keeps();
  }

  @Override
  public OpenSpend opened(Opened call) {
    return spend.opened(call);
  }

  @Override
  public void wasted(Wasted attempt) {
    spend.wasted(attempt);
  }

  @Override
  public void warned(BudgetStatus budget) {
    spend.warned(budget);
    warned.accept(budget);
  }
}
