package dev.sluice.accounts.budget;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Pays for what the gateway asks of providers by itself. No key owes it: the budgets of all keys
/// together count it, and once one of those is used up nothing more is asked.
///
/// @param counts whether costs are counted at all; may change
record GatewayPayer(Budgets budgets, BooleanSupplier counts) implements Payer {
  private static final String USED_UP =
      "a budget of all keys is used up: the gateway asks nothing by itself";

  @Override
  public boolean pays() {
    return counts.getAsBoolean();
  }

  @Override
  public Decision enter(Call call) {
    return budgets.statuses().stream().anyMatch(GatewayPayer::isUsedUp)
        ? new Refused(new Failed.LimitReached(Failed.Limit.BUDGET, Optional.empty(), USED_UP))
        : Accepted.FREE;
  }

  private static boolean isUsedUp(BudgetStatus budget) {
    return budget.spent() - budget.credited() >= budget.budget().nanos();
  }

  @Override
  public Decision reserve(Call call, List<String> targets, int attempts) {
    return Accepted.FREE;
  }

  @Override
  public void lost(Call call, Loss loss) {
    budgets.payer(Terms.free("", "")).lost(call, loss);
  }
}
