package dev.sluice.server.webhook;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendPace;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.price.Money;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.payment.BudgetAlert;
import java.time.Instant;
import java.time.ZoneOffset;

/// Messages about the budget of one key.
final class WebhookFixture {
  static final long AT = Instant.parse("2026-11-30T01:02:03Z").toEpochMilli();

  private WebhookFixture() {}

  static BudgetAlert alert(BudgetAlert.Kind kind) {
    var budget = new Budget(50 * Money.DOLLAR, Period.MONTH);
    Period.Window window = Period.MONTH.window(AT, ZoneOffset.UTC);
    var status =
        new BudgetStatus(
            Spender.key("k3x"), budget, window, 41_200_000_000L, 0, 0, 0, SpendPace.Rate.NONE);
    return new BudgetAlert(kind, status, kind == BudgetAlert.Kind.IN_USE ? 12 : 0);
  }

  static OwnedBudget budget(BudgetAlert alert, String name) {
    return new OwnedBudget(OwnedBudget.Kind.KEY, "k3x", name, "search", alert.budget());
  }

  static WebhookMessage message(String id) {
    BudgetAlert alert = alert(BudgetAlert.Kind.NEAR);
    return new WebhookMessage(id, AT, alert, budget(alert, "live"));
  }
}
