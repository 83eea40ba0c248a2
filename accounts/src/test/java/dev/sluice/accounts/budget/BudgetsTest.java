package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  /// The cost of a call of 100 tokens read and 100 written.
  private static final long CALL = 1_100_000;

  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);

  private final BudgetFixture fixture = new BudgetFixture();

  private static Budget calls(long count) {
    return new Budget(count * CALL, Period.MONTH);
  }

  @Test
  void what_was_set_aside_gives_way_to_what_it_has_cost() {
    Budgets budgets = fixture.budgets();
    Payer.Payment payment = pay(budgets.payer(terms(MONTH)), call(), MODEL);
    assertThat(budgets.status("key:k", MONTH))
        .returns(0L, BudgetStatus::spent)
        .returns(CALL, BudgetStatus::setAside)
        .returns("2026-11", status -> status.window().name());
    payment.settle(bill(100, 20));
    assertThat(budgets.status("key:k", MONTH))
        .returns(300_000L, BudgetStatus::spent)
        .returns(0L, BudgetStatus::setAside)
        .returns(Money.DOLLAR - 300_000, BudgetStatus::left);
  }

  @Test
  void a_call_without_room_is_refused_in_words_with_a_hint_that_is_true() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(2)));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    Failed why = refused(payer.reserve(call(), MODEL));
    assertThat(why)
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> {
              assertThat(limit.limit()).isEqualTo(Failed.Limit.BUDGET);
              assertThat(limit.comeBack())
                  .contains(Duration.between(fixture.wall, Instant.parse("2026-12-01T00:00:00Z")));
              assertThat(limit.message())
                  .isEqualTo(
                      "the budget of the key k, 0.0022 USD for 2026-11, has no room for this call:"
                          + " 0.0022 USD are spent, 0.00 USD are set aside for calls under way,"
                          + " and the call may cost 0.0011 USD; a new window begins at"
                          + " 2026-12-01T00:00:00Z");
            });
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    pay(payer, call(), MODEL).settle(bill(100, 100));
  }

  @Test
  void a_total_and_a_call_beyond_a_whole_strict_budget_have_no_time_to_come_back() {
    Payer total = fixture.budgets().payer(terms(new Budget(CALL - 1, Period.TOTAL, true)));
    Payer month = fixture.budgets().payer(terms(new Budget(CALL - 1, Period.MONTH, true)));
    for (Payer payer : List.of(total, month)) {
      assertThat(refused(payer.reserve(call(), MODEL)))
          .isInstanceOfSatisfying(
              Failed.LimitReached.class,
              limit -> {
                assertThat(limit.comeBack()).isEmpty();
                assertThat(limit.message()).contains("has to be raised");
              });
    }
  }

  @Test
  void key_team_and_all_are_reserved_together_or_not_at_all() {
    Budget all = calls(3);
    Budgets budgets = fixture.budgets(all);
    var one = new Terms("a", "t", KeyLimits.NONE, List.of(calls(9)), List.of(calls(5)));
    var two = new Terms("b", "t", KeyLimits.NONE, List.of(calls(9)), List.of(calls(5)));
    pay(budgets.payer(one), call(), MODEL);
    pay(budgets.payer(two), call(), MODEL);
    assertThat(refused(budgets.payer(one).reserve(call(), MODEL)))
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> assertThat(limit.message()).startsWith("the budget of all keys, "));
    assertThat(budgets.status(Spender.key("a"), calls(9)).setAside()).isEqualTo(CALL);
    assertThat(budgets.status(Spender.team("t"), calls(5)).setAside()).isEqualTo(2 * CALL);
    assertThat(budgets.status(Spender.ALL, all).setAside()).isEqualTo(2 * CALL);
  }

  @Test
  void a_budget_of_nothing_lets_in_what_costs_nothing() {
    Payer payer = fixture.budgets().payer(terms(new Budget(0, Period.TOTAL)));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    pay(payer, call(), List.of("p/free")).settle(bill(100, 100));
  }

  @Test
  void a_used_up_budget_lets_in_what_costs_nothing() {
    Payer payer = fixture.budgets().payer(terms(calls(1)));
    pay(payer, call(), MODEL).settle(bill(100, 500));
    assertThat(payer.reserve(call(), List.of("p/free"))).isInstanceOf(Payer.Accepted.class);
  }

  @Test
  void a_key_with_a_budget_may_not_call_a_model_without_a_price() {
    Payer payer = fixture.budgets().payer(terms(MONTH));
    assertThat(refused(payer.reserve(call(), List.of("p/m", "p/new"))))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            invalid -> {
              assertThat(invalid.code()).isEqualTo("model_not_priced");
              assertThat(invalid.message()).contains("p/new");
            });
  }

  @Test
  void a_key_without_a_budget_may_and_that_is_told() {
    Payer payer = fixture.budgets().payer(Terms.free("k", "t"));
    pay(payer, call(), List.of("p/new"))
        .settle(new Payer.Bill("p/new", new Usage(1, 2, 0, false), true, true, new Answered()));
    assertThat(fixture.paid)
        .singleElement()
        .returns(false, SpendListener.Paid::priced)
        .returns(0L, SpendListener.Paid::nanos)
        .returns(3L, paid -> paid.meters().prompt() + paid.meters().written());
  }

  @Test
  void the_dearest_of_its_targets_is_set_aside_and_the_one_that_answered_is_paid() {
    Budgets budgets = fixture.budgets();
    Payer.Payment payment =
        pay(budgets.payer(terms(MONTH)), call(), List.of("p/m", "p/dear", "p/free"));
    assertThat(budgets.status("key:k", MONTH).setAside()).isEqualTo(100 * CALL);
    payment.settle(bill(100, 100));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(CALL);
  }

  @Test
  void a_call_that_owes_nothing_costs_nothing() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(MONTH));
    var late = new Failed.Overloaded(503, Optional.empty(), "late");
    pay(payer, call(), MODEL).settle(bill(new Usage(100, 9, 0, false), false, late));
    pay(payer, call(), MODEL).settle(bill(new Usage(0, 0, 0, false), true, new Answered()));
    assertThat(budgets.status("key:k", MONTH))
        .returns(0L, BudgetStatus::spent)
        .returns(0L, BudgetStatus::setAside);
    assertThat(fixture.paid).allSatisfy(paid -> assertThat(paid.estimated()).isFalse());
  }

  @Test
  void a_client_that_left_before_anything_was_sent_pays_nothing() {
    Budgets budgets = fixture.budgets();
    pay(budgets.payer(terms(MONTH)), call(), MODEL)
        .settle(new Payer.Bill("p/m", Usage.NONE, false, true, new Failed.Cancelled()));
    assertThat(budgets.status("key:k", MONTH).spent()).isZero();
  }

  @Test
  void an_owner_is_warned_once_a_window_when_four_fifths_are_spent() {
    Payer payer = fixture.budgets().payer(terms(calls(10)));
    for (int i = 0; i < 7; i++) {
      pay(payer, call(), MODEL).settle(bill(100, 100));
    }
    assertThat(fixture.warnings).isEmpty();
    pay(payer, call(), MODEL).settle(bill(100, 100));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(fixture.warnings)
        .singleElement()
        .returns("key:k", BudgetStatus::owner)
        .returns(8 * CALL, BudgetStatus::spent);
  }

  @Test
  void an_owner_who_has_raised_a_budget_is_told_again() {
    Budgets budgets = fixture.budgets();
    for (int i = 0; i < 10; i++) {
      pay(budgets.payer(terms(calls(10))), call(), MODEL).settle(bill(100, 100));
    }
    assertThat(fixture.warnings).hasSize(1);
    assertThat(fixture.exhausted).hasSize(1);
    for (int i = 0; i < 10; i++) {
      pay(budgets.payer(terms(calls(20))), call(), MODEL).settle(bill(100, 100));
    }
    assertThat(fixture.warnings).hasSize(2);
    assertThat(fixture.exhausted).hasSize(2);
    // A lower one is no news.
    assertThat(refused(budgets.payer(terms(calls(15))).reserve(call(), MODEL)))
        .isInstanceOf(Failed.LimitReached.class);
    assertThat(fixture.exhausted).hasSize(2);
  }

  @Test
  void an_owner_is_told_once_a_window_that_all_is_spent_and_not_warned_then() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(10)));
    pay(payer, call(), MODEL).settle(bill(100, 2_000));
    assertThat(fixture.exhausted).singleElement().returns("key:k", BudgetStatus::owner);
    assertThat(fixture.warnings).isEmpty();
    refused(payer.reserve(call(), MODEL));
    assertThat(fixture.exhausted).hasSize(1);
    assertThat(fixture.refusals).containsExactly(SpendListener.Refusal.EXCEEDED);
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    pay(payer, call(), MODEL).settle(bill(100, 2_000));
    assertThat(fixture.exhausted).hasSize(2);
  }

  @Test
  void a_strict_budget_is_used_up_too_where_a_call_finds_no_room_after_the_warning() {
    var budget = new Budget(10 * CALL, Period.MONTH, true);
    Payer payer = fixture.budgets().payer(terms(budget));
    for (int i = 0; i < 9; i++) {
      assertThat(fixture.exhausted).isEmpty();
      pay(payer, call(), MODEL).settle(bill(100, 100));
    }
    assertThat(fixture.warnings).hasSize(1);
    refused(payer.reserve(call(), MODEL));
    refused(payer.reserve(call(), MODEL));
    assertThat(fixture.exhausted).hasSize(1);
  }

  @Test
  void one_call_with_a_huge_bound_does_not_use_a_strict_budget_up_after_the_warning() {
    Payer payer = fixture.budgets().payer(terms(new Budget(10 * CALL, Period.MONTH, true)));
    for (int i = 0; i < 8; i++) {
      pay(payer, call(), MODEL).settle(bill(100, 101));
    }
    refused(payer.reserve(call(400, OptionalLong.of(1_000)), MODEL));
    assertThat(fixture.warnings).hasSize(1);
    assertThat(fixture.exhausted).isEmpty();
    pay(payer, call(), MODEL).settle(bill(100, 100));
    refused(payer.reserve(call(), MODEL));
    assertThat(fixture.exhausted).hasSize(1);
  }

  @Test
  void a_call_that_is_too_large_for_what_is_left_does_not_use_a_strict_budget_up() {
    Payer payer = fixture.budgets().payer(terms(new Budget(10 * CALL, Period.MONTH, true)));
    refused(payer.reserve(call(4_000_000, OptionalLong.of(100)), MODEL));
    assertThat(fixture.exhausted).isEmpty();
    assertThat(fixture.refusals).hasSize(1);
  }

  @Test
  void a_call_over_the_end_of_a_window_counts_where_it_began() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(3)));
    Payer.Payment over = pay(payer, call(), MODEL);
    pay(payer, call(), MODEL);
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    pay(payer, call(), MODEL);
    over.settle(bill(100, 100));
    assertThat(budgets.status("key:k", calls(3)))
        .returns("2026-12", status -> status.window().name())
        .returns(0L, BudgetStatus::spent)
        .returns(CALL, BudgetStatus::setAside);
  }

  @Test
  void a_clock_that_jumps_back_over_the_end_of_a_window_lets_nothing_be_spent_twice() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(1)));
    fixture.wall = Instant.parse("2026-12-01T00:00:01Z");
    pay(payer, call(), MODEL).settle(bill(100, 100));
    fixture.wall = Instant.parse("2026-11-30T23:59:59Z");
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    fixture.wall = Instant.parse("2027-05-01T00:00:00Z");
    pay(payer, call(), MODEL);
  }

  @Test
  void a_clock_that_was_a_year_ahead_pins_no_budget_to_a_window_of_then() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(2)));
    Instant today = fixture.wall;
    pay(payer, call(), MODEL).settle(bill(100, 100));
    fixture.wall = today.plus(Duration.ofDays(365));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    fixture.wall = today;
    assertThat(budgets.status("key:k", calls(2)))
        .returns("2026-11", status -> status.window().name())
        .returns(CALL, BudgetStatus::spent);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    pay(payer, call(), MODEL).settle(bill(100, 100));
    fixture.wall = today.plus(Duration.ofDays(365));
    assertThat(budgets.status("key:k", calls(2)))
        .returns("2027-11", status -> status.window().name())
        .returns(2 * CALL, BudgetStatus::spent);
  }

  /// As where it is set right by the network a while after the start.
  @Test
  void a_start_with_a_clock_that_is_a_year_ahead_pins_no_budget() {
    Instant today = fixture.wall;
    fixture.wall = today.plus(Duration.ofDays(365));
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(1)));
    budgets.restore("key:k", "2026-11", CALL);
    fixture.wall = today;
    assertThat(budgets.status("key:k", calls(1)))
        .returns("2026-11", status -> status.window().name())
        .returns(CALL, BudgetStatus::spent);
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
  }

  @Test
  void a_price_that_changes_counts_for_calls_that_begin_later() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(MONTH));
    Payer.Payment before = pay(payer, call(), MODEL);
    fixture.book =
        BudgetFixture.book("{\"provider\": \"p\", \"model\": \"m\", \"input\": 5, \"output\": 5}");
    Payer.Payment after = pay(payer, call(), MODEL);
    before.settle(bill(100, 100));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(CALL);
    after.settle(bill(100, 100));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(CALL + 1_000_000);
  }

  @Test
  void what_was_spent_before_the_process_began_counts() {
    Budgets budgets = fixture.budgets();
    budgets.restore(Spender.key("k"), "2026-11", 9 * CALL);
    budgets.restore(Spender.key("k"), "2026-12", CALL);
    budgets.restore(Spender.key("k"), "2026-11-26", CALL);
    Payer payer = budgets.payer(terms(calls(10)));
    assertThat(budgets.status("key:k", calls(10)).spent()).isEqualTo(9 * CALL);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(budgets.status("key:k", calls(10)).spent()).isEqualTo(CALL);
  }

  @Test
  void a_credit_lets_so_much_more_be_spent_in_the_windows_that_hold_it() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(calls(1)));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    long now = fixture.wall.toEpochMilli();
    budgets.credit(List.of(new Credit("key:k", now, CALL)));
    assertThat(budgets.status("key:k", calls(1)))
        .returns(CALL, BudgetStatus::spent)
        .returns(CALL, BudgetStatus::credited)
        .returns(CALL, BudgetStatus::left)
        .returns(false, BudgetStatus::warns);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL)))
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> assertThat(limit.message()).contains("and 0.0011 USD credited"));
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(budgets.status("key:k", calls(1))).returns(0L, BudgetStatus::credited);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
  }

  @Test
  void credits_that_are_told_again_count_once_and_count_for_budgets_that_come_later() {
    Budgets budgets = fixture.budgets();
    var credit = new Credit("key:k", fixture.wall.toEpochMilli(), CALL);
    var old = new Credit("key:k", fixture.wall.minus(Duration.ofDays(40)).toEpochMilli(), CALL);
    budgets.credit(List.of(credit, old));
    Payer payer = budgets.payer(terms(calls(1)));
    budgets.credit(List.of(credit, old, new Credit("team:t", 1, CALL)));
    assertThat(budgets.status("key:k", calls(1))).returns(CALL, BudgetStatus::credited);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    assertThat(fixture.exhausted).hasSize(1);
    budgets.credit(List.of(credit, credit));
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(fixture.exhausted).hasSize(2);
  }

  @Test
  void what_was_spent_at_another_gateway_counts_as_spent_in_the_windows_of_its_import() {
    Budgets budgets = fixture.budgets();
    long now = fixture.wall.toEpochMilli();
    var carried = new Credit("key:k", now, -CALL);
    budgets.credit(List.of(carried));
    budgets.credit(List.of(carried, new Credit("team:t", now, -CALL)));
    Payer payer = budgets.payer(terms(calls(2)));
    assertThat(budgets.status("key:k", calls(2)))
        .returns(CALL, BudgetStatus::spent)
        .returns(0L, BudgetStatus::credited)
        .returns(CALL, BudgetStatus::left);
    pay(payer, call(), MODEL).settle(bill(100, 100));
    assertThat(refused(payer.reserve(call(), MODEL))).isInstanceOf(Failed.LimitReached.class);
    fixture.wall = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(budgets.status("key:k", calls(2))).returns(0L, BudgetStatus::spent);
  }

  @Test
  void a_budget_that_is_raised_goes_on_with_what_is_spent() {
    Budgets budgets = fixture.budgets();
    pay(budgets.payer(terms(calls(1))), call(), MODEL).settle(bill(100, 100));
    assertThat(refused(budgets.payer(terms(calls(1))).reserve(call(), MODEL)))
        .isInstanceOf(Failed.LimitReached.class);
    pay(budgets.payer(terms(calls(2))), call(), MODEL);
  }

  @Test
  void a_call_that_asks_no_model_costs_nothing() {
    Payer payer = fixture.budgets().payer(terms(new Budget(0, Period.TOTAL)));
    assertThat(
            payer.reserve(
                BudgetFixture.call(Operation.COUNT_TOKENS, 400, OptionalLong.empty()),
                List.of("p/m")))
        .isEqualTo(Payer.Accepted.FREE);
  }

  @Test
  void embeddings_set_nothing_aside_for_an_output() {
    Budgets budgets = fixture.budgets();
    pay(
        budgets.payer(terms(MONTH)),
        BudgetFixture.call(Operation.EMBEDDINGS, 400, OptionalLong.empty()),
        MODEL);
    assertThat(budgets.status("key:k", MONTH).setAside()).isEqualTo(100_000);
  }

  @Test
  void likely_costs_are_set_aside_and_the_most_if_strict() {
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(terms(MONTH));
    for (int i = 0; i < 100; i++) {
      pay(payer, BudgetFixture.call(400, OptionalLong.empty()), MODEL).settle(bill(100, 10));
    }
    pay(payer, BudgetFixture.call(400, OptionalLong.empty()), MODEL);
    assertThat(budgets.status("key:k", MONTH).setAside()).isBetween(200_000L, 220_000L);
    Budget strict = new Budget(Money.DOLLAR, Period.DAY, true);
    Payer careful = budgets.payer(terms(strict));
    assertThat(careful.strict()).isTrue();
    pay(careful, BudgetFixture.call(400, OptionalLong.empty()), MODEL);
    assertThat(budgets.status("key:k", strict).setAside()).isEqualTo(10_400_000);
  }

  @Test
  void a_call_has_a_number_of_its_own_whatever_its_client_calls_it() {
    Payer payer = fixture.budgets().payer(Terms.free("k", "t"));
    pay(payer, call(), MODEL).settle(bill(1, 1));
    pay(payer, call(), MODEL).settle(bill(1, 1));
    assertThat(fixture.opened).extracting(SpendListener.Opened::number).doesNotHaveDuplicates();
    assertThat(fixture.paid).extracting(SpendListener.Paid::opened).isEqualTo(fixture.opened);
    assertThat(fixture.opened)
        .allSatisfy(
            one -> {
              assertThat(one.key()).isEqualTo("k");
              assertThat(one.team()).isEqualTo("t");
              assertThat(one.target()).isEqualTo("p/m");
            });
  }
}
