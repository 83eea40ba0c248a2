package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What other gateways have got wrong, by the numbers of the reports at theirs (LiteLLM's where
/// nothing else is said). docs/budgets.md says which tests show the rest.
class PeersTrapsTest {
  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);
  private static final int LONG_PROMPT = 300_000 * 4;

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();
  private final Payer payer = budgets.payer(terms(MONTH));

  private long setAside() {
    return budgets.status("key:k", MONTH).setAside();
  }

  /// #27509: one call without `max_tokens` reserved all that was left.
  @Test
  void a_call_without_a_bound_leaves_room_for_others() {
    for (int i = 0; i < 50; i++) {
      pay(payer, call(400, OptionalLong.empty()), MODEL);
    }
    assertThat(setAside()).isLessThan(MONTH.nanos());
  }

  /// #38647: the `max_tokens` of agents filled a budget with nothing spent.
  @Test
  void bounds_that_are_never_reached_fill_no_budget() {
    for (int i = 0; i < 30; i++) {
      pay(payer, call(400, OptionalLong.of(64_000)), MODEL).settle(bill(100, 50));
    }
    long before = setAside();
    pay(payer, call(400, OptionalLong.of(64_000)), MODEL);
    assertThat(setAside() - before).isLessThan(1_000_000);
  }

  /// #30522: calls that were cancelled leaked what was reserved for them.
  @Test
  void what_was_set_aside_for_a_cancelled_call_comes_back() {
    for (int i = 0; i < 805; i++) {
      pay(payer, call(), MODEL)
          .settle(new Payer.Bill("", Usage.NONE, false, true, new Failed.Cancelled()));
    }
    assertThat(setAside()).isZero();
    assertThat(budgets.status("key:k", MONTH).spent()).isZero();
  }

  /// #40002: a prompt above the bound of a tier was reserved at the price below it.
  @Test
  void a_long_prompt_is_set_aside_at_the_price_of_its_tier() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 1000,
             "tiers": [{"above": 272000, "input": 2, "output": 15}]}
            """);
    pay(payer, call(LONG_PROMPT, OptionalLong.of(1)), MODEL);
    assertThat(setAside()).isEqualTo(2 * 300_000 * 1_000 + 15_000);
  }

  /// A resumed answer has read two prompts, neither of which is above the bound.
  @Test
  void an_answer_that_went_on_elsewhere_has_the_tier_of_one_prompt() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 1000,
             "tiers": [{"above": 272000, "input": 2, "output": 15}]}
            """);
    Usage both = new Usage(300_000, 100, 0, false, 2);
    pay(payer, call(160_000, OptionalLong.of(100)), MODEL).settle(bill(both, true, new Answered()));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(300_000 * 1_000 + 100 * 10_000);
  }

  /// #33736, #37558: a client that left paid nothing.
  @Test
  void a_client_that_leaves_pays_what_was_used_until_then() {
    var left = new Failed.Cancelled();
    pay(payer, call(), MODEL).settle(bill(new Usage(100, 7, 0, true), true, left));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(100_000 + 70_000);
    assertThat(fixture.paid.getFirst().estimated()).isTrue();
  }

  /// #37992: a told zero was taken for a missing report.
  @Test
  void a_told_zero_is_zero() {
    pay(payer, call(), MODEL).settle(bill(new Usage(0, 0, 0, false), true, new Answered()));
    assertThat(budgets.status("key:k", MONTH).spent()).isZero();
    assertThat(fixture.paid.getFirst().estimated()).isFalse();
  }

  /// #10973: models of one's own, which cost nothing, were blocked by a budget that was used up.
  @Test
  void a_free_model_is_not_blocked_by_a_budget_that_is_used_up() {
    budgets.restore("key:k", "2026-11", Money.DOLLAR);
    pay(payer, call(), List.of("p/free")).settle(bill(100, 10));
    assertThat(fixture.paid).hasSize(1);
  }

  /// Where each attempt was charged to the key, a retry cost it twice.
  @Test
  void an_attempt_that_no_key_owes_is_a_row_of_the_gateways_and_of_no_budget_but_all() {
    Budgets budgets = fixture.budgets(MONTH);
    Payer payer = budgets.payer(terms(MONTH));
    var late = new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1));
    payer.lost(call(), new Loss("p/m", Loss.Cause.RETRY, Usage.NONE, late));
    payer.lost(
        call(), new Loss("p/m", Loss.Cause.SHADOW, new Usage(10, 5, 0, false), new Answered()));
    assertThat(budgets.status("key:k", MONTH).spent()).isZero();
    assertThat(budgets.status("all", MONTH).spent()).isEqualTo(100_000 + 60_000);
    SpendListener.Wasted first = fixture.wasted.getFirst();
    assertThat(first.meters().input()).isEqualTo(100);
    assertThat(first.nanos()).isEqualTo(100_000);
    assertThat(first.estimated()).isTrue();
    assertThat(first.outcome()).isEqualTo("timed_out:first_token");
    SpendListener.Wasted copy = fixture.wasted.getLast();
    assertThat(copy.cause().word()).isEqualTo("shadow");
    assertThat(copy.nanos()).isEqualTo(10_000 + 50_000);
    assertThat(copy.estimated()).isFalse();
    assertThat(copy.number()).isNotEqualTo(first.number());
    assertThat(List.of(copy.key(), copy.team())).containsExactly("k", "t");
  }
}
