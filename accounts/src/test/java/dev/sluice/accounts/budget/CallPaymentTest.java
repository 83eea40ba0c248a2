package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.Streaming;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallPaymentTest {
  /// The most that a call of 400 bytes and of 100 tokens written may cost.
  private static final long WORST = 400_000 + 1_000_000;

  /// The most that is thought to be read beside the texts, at a dollar a million: all of them, and
  /// what is usual beside them, with each of twenty searches.
  private static final long BESIDE = 20 * (400 + 16_384) * 1_000L;

  private static final String SEARCHED =
      """
      {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 1000,
       "web_search": 10}
      """;

  private static final Attached NAMED = new Attached(0, true);

  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);

  private final BudgetFixture fixture = new BudgetFixture();

  @Test
  void a_background_response_is_charged_the_most_that_it_may_cost_once_it_was_sent() {
    Payer payer = fixture.budgets().payer(terms(MONTH));
    for (boolean sent : List.of(true, false)) {
      pay(payer, BudgetFixture.background(Attached.NONE, PricedExtras.NONE), MODEL)
          .settle(new Payer.Bill("p/m", Usage.NONE, sent, true, new Failed.Cancelled()));
    }
    assertThat(fixture.paid).extracting(SpendListener.Paid::nanos).containsExactly(WORST, 0L);
  }

  @Test
  void
      state_that_a_background_response_names_and_searches_that_it_may_make_are_not_read_for_nothing() {
    fixture.book = BudgetFixture.book(SEARCHED);
    Payer payer = fixture.budgets().payer(terms(MONTH));
    Payer.Payment named =
        pay(payer, BudgetFixture.background(NAMED, BudgetFixture.search()), MODEL);
    long worst = WORST + BESIDE + 200_000_000;
    assertThat(fixture.opened.getLast().nanos()).isEqualTo(worst);
    named.settle(bill(Usage.NONE, true, new Answered()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(worst);
  }

  @Test
  void a_client_that_leaves_pays_for_what_it_names_at_least_what_is_usual() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(new Budget(100 * Money.DOLLAR, Period.MONTH)));
    long usual = (100 + 16_384) * 1_000;
    for (PricedExtras extras : List.of(PricedExtras.NONE, BudgetFixture.search())) {
      fixture.book = BudgetFixture.book(SEARCHED);
      Attached attached = extras.isNone() ? NAMED : Attached.NONE;
      for (int i = 0; i < 10; i++) {
        Call call = BudgetFixture.call(Operation.RESPONSES, attached, extras, Streaming.UNSAID);
        pay(payer, call, MODEL).settle(bill(101, 1));
        pay(payer, call, MODEL).settle(bill(Usage.NONE, true, new Failed.Cancelled()));
        assertThat(fixture.paid.getLast().nanos()).isBetween(usual - 100_000, usual + 22_000_000);
      }
    }
  }

  @Test
  void a_request_has_its_price_where_no_token_is_told_but_a_use() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "request": 5, "web_search": 10}
            """);
    Payer payer = fixture.budgets().payer(terms(MONTH));
    Call call =
        BudgetFixture.call(
            Operation.RESPONSES, Attached.NONE, BudgetFixture.search(), Streaming.UNSAID);
    Usage told =
        new Usage(0, 0, 0, false)
            .with(new Usage.Extras(Map.of(PricedExtra.WEB_SEARCH, 2L), "", "", ""));
    pay(payer, call, MODEL).settle(bill(told, true, new Answered()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(5_000_000 + 20_000_000);
  }
}
