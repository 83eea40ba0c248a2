package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a provider runs in batches of its own, at half of the price.
class BatchAccountTest {
  private static final String TARGET = "p/m";

  /// Of a call of 400 bytes that writes 100 tokens at most.
  private static final long WORST = (400_000 + 1_000_000) / 2;

  private static final Usage USED = new Usage(100, 20, 0, false);

  /// Of 100 tokens read and 20 written.
  private static final long COST = (100_000 + 200_000) / 2;

  private final BudgetFixture fixture = new BudgetFixture();

  BatchAccountTest() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "batch": 0.5},
            {"provider": "p", "model": "same", "input": 1, "output": 10}
            """);
  }

  private static Budget month(long nanos) {
    return new Budget(nanos, Period.MONTH);
  }

  @Test
  void a_call_costs_at_worst_what_its_batch_asks() {
    BatchAccount account = fixture.budgets().ofBatches(terms(month(Money.DOLLAR)));
    assertThat(account.worst(call(), TARGET)).hasValue(WORST);
    assertThat(account.worst(call(), "p/same")).hasValue(2 * WORST);
    assertThat(account.worst(call(), "p/new")).isEmpty();
    assertThat(fixture.budgets().ofBatches(terms()).worst(call(), "p/new")).hasValue(0);
    assertThat(account.isCheaper(TARGET)).isTrue();
    assertThat(account.isCheaper("p/same")).isFalse();
    assertThat(account.isCheaper("p/new")).isFalse();
  }

  @Test
  void what_is_set_aside_keeps_others_out_until_it_is_paid_or_given_back() {
    Budget budget = month(3 * WORST);
    Budgets budgets = fixture.budgets();
    Terms terms = terms(budget);
    BatchAccount account = budgets.ofBatches(terms);
    BatchHold hold = account.hold(3 * WORST).orElseThrow();
    assertThat(account.hold(1)).isEmpty();
    Failed why =
        refused(
            budgets.payer(terms(new Budget(3 * WORST, Period.MONTH, true))).reserve(call(), MODEL));
    assertThat(why)
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> assertThat(limit.limit()).isEqualTo(Failed.Limit.BUDGET_IN_USE));
    account.pay(call(), TARGET, USED, hold);
    assertThat(budgets.status(Spender.key("k"), budget))
        .returns(COST, BudgetStatus::spent)
        .returns(2 * WORST, BudgetStatus::setAside);
    hold.close();
    hold.close();
    assertThat(budgets.status(Spender.key("k"), budget))
        .returns(COST, BudgetStatus::spent)
        .returns(0L, BudgetStatus::setAside);
  }

  @Test
  void a_budget_without_room_in_any_owner_gets_nothing_of_it() {
    Budget all = month(2 * WORST);
    Budgets budgets = fixture.budgets(all);
    var terms =
        new Terms("k", "t", KeyLimits.NONE, List.of(month(9 * WORST)), List.of(month(5 * WORST)));
    assertThat(budgets.ofBatches(terms).hold(3 * WORST)).isEmpty();
    assertThat(budgets.status(Spender.key("k"), month(9 * WORST)).setAside()).isZero();
    assertThat(budgets.status(Spender.team("t"), month(5 * WORST)).setAside()).isZero();
    assertThat(budgets.ofBatches(terms).hold(2 * WORST)).isPresent();
  }

  @Test
  void what_a_provider_has_already_is_set_aside_whether_or_not_there_is_room() {
    Budget budget = month(WORST);
    Budgets budgets = fixture.budgets();
    BatchAccount account = budgets.ofBatches(terms(budget));
    BatchHold hold = account.holdAnyway(5 * WORST);
    assertThat(account.hold(1)).isEmpty();
    hold.close();
    assertThat(account.hold(WORST)).isPresent();
  }

  @Test
  void what_is_set_aside_follows_what_is_still_open() {
    Budget budget = month(9 * WORST);
    Budgets budgets = fixture.budgets();
    BatchAccount account = budgets.ofBatches(terms(budget));
    BatchHold hold = account.hold(5 * WORST).orElseThrow();
    hold.keep(2 * WORST);
    assertThat(budgets.status(Spender.key("k"), budget).setAside()).isEqualTo(2 * WORST);
    assertThat(account.hold(8 * WORST)).isEmpty();
    hold.keep(3 * WORST);
    assertThat(budgets.status(Spender.key("k"), budget).setAside()).isEqualTo(3 * WORST);
    assertThat(account.hold(7 * WORST)).isEmpty();
    hold.close();
    assertThat(budgets.status(Spender.key("k"), budget).setAside()).isZero();
  }

  @Test
  void a_call_is_entered_once_with_what_it_has_used() {
    BatchAccount account = fixture.budgets().ofBatches(terms(month(Money.DOLLAR)));
    BatchHold hold = account.hold(WORST).orElseThrow();
    account.pay(call(), TARGET, USED, hold);
    assertThat(fixture.paid)
        .singleElement()
        .returns(COST, SpendListener.Paid::nanos)
        .returns(TARGET, SpendListener.Paid::target)
        .returns("answered", SpendListener.Paid::outcome)
        .returns(false, SpendListener.Paid::estimated)
        .returns(true, SpendListener.Paid::priced);
    assertThat(fixture.opened).singleElement().returns("k", SpendListener.Opened::key);
  }

  @Test
  void an_answer_that_tells_no_usage_is_an_estimate() {
    BatchAccount account = fixture.budgets().ofBatches(terms(month(Money.DOLLAR)));
    BatchHold hold = account.hold(WORST).orElseThrow();
    account.pay(call(), TARGET, new Usage(0, 0, 0, true), hold);
    assertThat(fixture.paid).singleElement().matches(SpendListener.Paid::estimated);
    assertThat(fixture.paid.getFirst().nanos()).isPositive();
  }

  @Test
  void costs_count_in_the_window_in_which_they_were_set_aside() {
    Budget budget = month(3 * WORST);
    Budgets budgets = fixture.budgets();
    BatchAccount account = budgets.ofBatches(terms(budget));
    BatchHold hold = account.hold(3 * WORST).orElseThrow();
    fixture.wall = Instant.parse("2026-12-02T00:00:00Z");
    assertThat(account.hold(3 * WORST)).isPresent();
    account.pay(call(), TARGET, USED, hold);
    assertThat(budgets.status(Spender.key("k"), budget).spent()).isZero();
  }

  @Test
  void a_payer_beside_it_spends_what_is_left() {
    Budgets budgets = fixture.budgets();
    Terms terms = terms(month(10 * WORST));
    Optional<BatchHold> hold = budgets.ofBatches(terms).hold(5 * WORST);
    assertThat(hold).isPresent();
    assertThat(budgets.payer(terms).reserve(call(), MODEL)).isInstanceOf(Payer.Accepted.class);
  }
}
