package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.window.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallPaymentTest {
  /// The cost of a call of 100 tokens read and 100 written.
  private static final long CALL = 1_100_000;

  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);

  private final BudgetFixture fixture = new BudgetFixture();

  @Test
  void a_background_response_is_charged_what_was_set_aside_once_it_was_sent() {
    Payer payer = fixture.budgets().payer(terms(MONTH));
    for (boolean sent : List.of(true, false)) {
      pay(payer, BudgetFixture.background(), MODEL)
          .settle(new Payer.Bill("p/m", Usage.NONE, sent, true, new Failed.Cancelled()));
    }
    assertThat(fixture.paid).extracting(SpendListener.Paid::nanos).containsExactly(CALL, 0L);
  }
}
