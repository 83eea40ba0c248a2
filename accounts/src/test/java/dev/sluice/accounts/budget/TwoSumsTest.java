package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A budget adds up what calls under way are likely to cost, and what they may cost at worst. Calls
/// here cost nothing for what they read.
class TwoSumsTest {
  private static final Budget TEN = new Budget(10 * Money.DOLLAR, Period.MONTH);
  private static final Budget ONE = new Budget(Money.DOLLAR, Period.MONTH);
  private static final List<String> LONG = List.of("p/long");

  private final BudgetFixture fixture = new BudgetFixture();

  TwoSumsTest() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "long", "input": 0, "output": 10, "max_output": 48000},
            {"provider": "p", "model": "dear", "input": 0, "output": 10, "max_output": 197000}
            """);
  }

  /// A key whose calls of the past were short.
  private Payer trained(Budgets budgets, Budget budget) {
    Payer payer = budgets.payer(terms(budget));
    for (int i = 0; i < 40; i++) {
      pay(payer, call(400, OptionalLong.empty()), LONG).settle(told("p/long", 10));
    }
    budgets.restore("key:k", "2026-11", -budgets.status("key:k", budget).spent());
    return payer;
  }

  private static Payer.Bill told(String target, long output) {
    return new Payer.Bill(target, new Usage(1, output, 0, false), true, true, new Answered());
  }

  private static List<Payer.Payment> fill(Payer payer, List<String> targets) {
    List<Payer.Payment> under = new ArrayList<>();
    while (payer.reserve(call(400, OptionalLong.empty()), targets)
        instanceof Payer.Accepted(var payment)) {
      under.add(payment);
    }
    return under;
  }

  @ParameterizedTest
  @CsvSource({"0, 26", "5, 15", "9, 7", "9.9, 5"})
  void so_many_calls_of_48_cents_at_worst_are_under_way(double spent, int calls) {
    Budgets budgets = fixture.budgets();
    Payer payer = trained(budgets, TEN);
    budgets.restore("key:k", "2026-11", (long) (spent * Money.DOLLAR));
    assertThat(fill(payer, LONG)).hasSize(calls);
  }

  @Test
  void whatever_was_learned_a_budget_is_passed_by_a_quarter_at_most() {
    Budgets budgets = fixture.budgets();
    Payer payer = trained(budgets, TEN);
    List<Payer.Payment> under = fill(payer, LONG);
    while (!under.isEmpty()) {
      under.removeFirst().settle(told("p/long", 48_000));
      under.addAll(fill(payer, LONG));
    }
    assertThat(budgets.status("key:k", TEN).spent()).isBetween(TEN.nanos(), TEN.most());
  }

  @Test
  void a_key_whose_calls_may_cost_more_than_all_of_it_makes_one_at_a_time_and_never_none() {
    Budgets budgets = fixture.budgets();
    var small = new Budget(Money.DOLLAR, Period.MONTH);
    Payer payer = budgets.payer(terms(small));
    int made = 0;
    while (budgets.status("key:k", small).spent() < small.nanos()) {
      List<Payer.Payment> under = fill(payer, List.of("p/dear"));
      assertThat(under).hasSize(1);
      under.getFirst().settle(told("p/dear", 9_000));
      made++;
    }
    assertThat(made).isEqualTo(12);
    assertThat(refused(payer.reserve(call(), List.of("p/dear"))))
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            why -> assertThat(why.limit()).isEqualTo(Failed.Limit.BUDGET));
  }

  @Test
  void a_strict_budget_lets_nothing_in_that_may_pass_it() {
    Budgets budgets = fixture.budgets();
    var strict = new Budget(10 * Money.DOLLAR, Period.MONTH, true);
    Payer payer = budgets.payer(terms(strict));
    List<Payer.Payment> under = fill(payer, LONG);
    assertThat(under).hasSize(20);
    under.forEach(payment -> payment.settle(told("p/long", 48_000)));
    assertThat(fill(payer, LONG)).isEmpty();
    assertThat(budgets.status("key:k", strict).spent()).isLessThanOrEqualTo(strict.nanos());
    assertThat(fill(budgets.payer(terms(new Budget(Money.DOLLAR, Period.DAY, true))), LONG))
        .hasSize(2);
  }

  @Test
  void an_overrun_of_ones_own_counts() {
    var twice = new Budget(10 * Money.DOLLAR, Period.MONTH, false, 200);
    assertThat(fill(trained(fixture.budgets(), twice), LONG)).hasSize(41);
    var none = new Budget(10 * Money.DOLLAR, Period.MONTH, false, 100);
    assertThat(fill(trained(fixture.budgets(), none), LONG)).hasSize(20);
  }

  @Test
  void a_call_that_others_stand_in_the_way_of_is_told_when_they_are_likely_to_have_ended() {
    Budgets budgets = fixture.budgets();
    Payer payer = trained(budgets, TEN);
    List<Payer.Payment> under = fill(payer, LONG);
    fixture.wall = fixture.wall.plusSeconds(30);
    under.removeFirst().settle(told("p/long", 10));
    under.addAll(fill(payer, LONG));
    Failed why = refused(payer.reserve(call(400, OptionalLong.empty()), LONG));
    assertThat(why)
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> {
              assertThat(limit.limit()).isEqualTo(Failed.Limit.BUDGET_IN_USE);
              assertThat(limit.comeBack().orElseThrow())
                  .isBetween(Duration.ofMillis(100), Duration.ofSeconds(30));
              assertThat(limit.message())
                  .contains("the budget of the key k, 10.00 USD for 2026-11")
                  .contains("they may cost 12.48 USD at worst, and this call 0.48 USD")
                  .contains("where all may be 12.50 USD together");
            });
    under.forEach(payment -> payment.settle(told("p/long", 10)));
    assertThat(fill(payer, LONG)).hasSize(26);
  }

  @Test
  void what_one_budget_refuses_is_given_back_to_the_others() {
    Budgets budgets = fixture.budgets(TEN);
    var much = new Budget(100 * Money.DOLLAR, Period.MONTH);
    var day = new Budget(100 * Money.DOLLAR, Period.DAY);
    var key = new Terms("k", "t", KeyLimits.NONE, List.of(much, day), List.of(much));
    List<Payer.Payment> under = fill(budgets.payer(key), LONG);
    assertThat(under).hasSize(26);
    long worst = 26 * 480_000_000L;
    for (Budget budget : List.of(much, day)) {
      assertThat(budgets.status("key:k", budget).atWorst()).isEqualTo(worst);
    }
    assertThat(budgets.status("team:t", much).atWorst()).isEqualTo(worst);
    under.forEach(payment -> payment.settle(bill(0, 0)));
    assertThat(budgets.status("team:t", much))
        .returns(0L, BudgetStatus::atWorst)
        .returns(0L, BudgetStatus::setAside);
  }

  @Test
  void an_answer_that_may_go_on_elsewhere_may_cost_twice_as_much() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(TEN));
    assertThat(payer.reserve(call(400, OptionalLong.empty()), LONG, 2))
        .isInstanceOf(Payer.Accepted.class);
    assertThat(budgets.status("key:k", TEN).atWorst()).isEqualTo(960_000_000);
  }

  private static Terms member(String key) {
    return new Terms(key, "t", KeyLimits.NONE, List.of(), List.of(ONE));
  }

  private static Call dear() {
    return call(400, OptionalLong.empty());
  }

  @Test
  void a_large_call_of_one_key_keeps_no_other_key_of_its_team_out() {
    Budgets budgets = fixture.budgets(ONE);
    Payer payer = budgets.payer(member("k"));
    Payer.Payment large = pay(payer, dear(), List.of("p/dear"));
    List<Payer.Payment> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(pay(budgets.payer(member("o")), call(400, OptionalLong.of(1_000)), LONG));
    }
    assertThat(budgets.status("team:t", ONE).atWorst()).isEqualTo(1_970_000_000 + 100_000_000);
    assertThat(refused(budgets.payer(member("o")).reserve(dear(), List.of("p/dear"))))
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            why -> assertThat(why.limit()).isEqualTo(Failed.Limit.BUDGET_IN_USE));
    large.settle(told("p/dear", 10));
    others.forEach(payment -> payment.settle(told("p/long", 10)));
    assertThat(budgets.status("team:t", ONE))
        .returns(0L, BudgetStatus::atWorst)
        .returns(0L, BudgetStatus::setAside);
  }

  @Test
  void a_tiny_call_that_is_always_under_way_starves_no_large_one() {
    Budgets budgets = fixture.budgets(ONE);
    pay(budgets.payer(member("o")), call(400, OptionalLong.of(1)), LONG);
    for (int i = 0; i < 3; i++) {
      pay(budgets.payer(member("k")), dear(), List.of("p/dear")).settle(told("p/dear", 10));
      pay(budgets.payer(member("o")), call(400, OptionalLong.of(1)), LONG);
    }
  }

  @Test
  void a_shared_budget_ends_at_its_amount_and_one_large_call() {
    Budgets budgets = fixture.budgets();
    var random = new Random(1);
    List<Payer.Payment> under = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      boolean large = random.nextInt(3) == 0;
      String target = large ? "p/dear" : "p/long";
      long most = large ? 197_000 : 1 + random.nextInt(48_000);
      if (budgets.payer(member("k")).reserve(call(400, OptionalLong.of(most)), List.of(target))
          instanceof Payer.Accepted(var payment)) {
        under.add(bill -> payment.settle(told(target, random.nextInt(3) == 0 ? most : most / 100)));
      }
      if (!under.isEmpty() && random.nextInt(3) == 0) {
        under.remove(random.nextInt(under.size())).settle(bill(0, 0));
      }
    }
    under.forEach(payment -> payment.settle(bill(0, 0)));
    assertThat(budgets.status("team:t", ONE).spent())
        .isBetween(ONE.nanos(), ONE.nanos() + 1_970_000_000);
  }

  @Test
  void no_number_of_a_providers_makes_a_sum_turn_round() {
    var window = new SpendWindow(Period.TOTAL.window(0, ZoneOffset.UTC));
    for (int i = 0; i < 30; i++) {
      window.settle(SpendWindow.Entry.ENTERED, 0, 0, Long.MAX_VALUE, 1);
    }
    assertThat(window.spent()).isEqualTo(Money.MOST);
    assertThat(window.enter(1, 1, TEN.bounds(false), 0)).isEqualTo(SpendWindow.Entry.USED_UP);
  }
}
