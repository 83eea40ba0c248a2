package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What no key owes: the gateway pays it, and the budgets of all keys together hold it.
class GatewaySpendTest {
  private static final Budget ALL = new Budget(Money.DOLLAR, Period.MONTH);
  private static final Budget DAY = new Budget(2 * Money.DOLLAR, Period.DAY);

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets(ALL, DAY);
  private final Payer payer = budgets.payer(terms());

  /// A copy of a call that has cost so many dollars.
  private static Loss copy(long dollars) {
    var usage = new Usage(dollars * 1_000_000, 0, 0, false);
    return new Loss("p/m", Loss.Cause.SHADOW, usage, new Answered());
  }

  @Test
  void every_window_of_all_counts_it_and_ends_by_it() {
    payer.lost(call(), copy(1));
    assertThat(budgets.status("all", ALL).spent()).isEqualTo(Money.DOLLAR);
    assertThat(budgets.status("all", DAY).spent()).isEqualTo(Money.DOLLAR);
    assertThat(budgets.status("all", ALL).setAside()).isZero();
    assertThat(fixture.exhausted).extracting(BudgetStatus::budget).containsExactly(ALL);
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
  }

  @Test
  void a_budget_that_it_brings_near_its_end_is_told() {
    payer.lost(call(), new Loss("p/m", Loss.Cause.RETRY, new Usage(900_000, 0, 0, false), late()));
    assertThat(fixture.warnings).extracting(BudgetStatus::owner).containsExactly("all");
  }

  private static Failed late() {
    return new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1));
  }

  @Test
  void it_counts_where_nobody_listens_and_for_clients_without_a_key() {
    var quiet =
        new Budgets(() -> fixture.book, List.of(ALL), ZoneOffset.UTC, fixture, SpendListener.NONE);
    var nobody = new Terms("", "", KeyLimits.NONE, List.of(), List.of());
    quiet.payer(nobody).lost(call(), copy(1));
    assertThat(quiet.status("all", ALL).spent()).isEqualTo(Money.DOLLAR);
  }

  @Test
  void the_last_hour_is_known_by_who_has_paid_and_what_for() {
    pay(payer, call(), MODEL).settle(bill(100_000, 0));
    payer.lost(call(), new Loss("p/m", Loss.Cause.RETRY, new Usage(10_000, 0, 0, false), late()));
    payer.lost(call(), new Loss("p/m", Loss.Cause.RACE, new Usage(30_000, 0, 0, false), late()));
    RecentSpend.Sums sums = budgets.recent();
    assertThat(sums.keys()).isEqualTo(Money.DOLLAR / 10);
    assertThat(sums.gateway()).isEqualTo(Money.DOLLAR / 25);
    assertThat(sums.most()).contains(new RecentSpend.Item("p/m", Loss.Cause.RACE));
    assertThat(sums.mostNanos()).isEqualTo(3 * Money.DOLLAR / 100);
    fixture.wall = Instant.parse("2026-11-26T13:00:00Z");
    assertThat(budgets.recent().all()).isZero();
  }
}
