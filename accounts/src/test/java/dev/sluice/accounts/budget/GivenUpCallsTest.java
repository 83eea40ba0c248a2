package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.Attached;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a call is charged that its client has given up: it has left, or its deadline has passed.
class GivenUpCallsTest {
  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);
  private static final Usage UNKNOWN = Usage.NONE;

  /// What 100 tokens read and 100 written cost, and what the call is to write at most.
  private static final long READ = 100_000;

  private static final long WRITTEN = 1_000_000;

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();
  private final Payer payer = budgets.payer(terms(MONTH));

  static Stream<Outcome> ends() {
    return Stream.of(
        new Failed.Cancelled(), new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofMillis(300)));
  }

  private long charged(Payer.Bill bill) {
    pay(payer, call(), MODEL).settle(bill);
    return budgets.status("key:k", MONTH).spent();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void the_likely_output_is_charged_where_none_was_told(Outcome end) {
    assertThat(charged(bill(UNKNOWN, true, end))).isEqualTo(READ + WRITTEN);
    assertThat(fixture.paid.getFirst().estimated()).isTrue();
    assertThat(fixture.paid.getFirst().outcome()).startsWith(end.kind());
    assertThat(fixture.paid.getFirst().meters().output()).isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void an_input_that_was_told_is_kept(Outcome end) {
    Usage begun = new Usage(7, 0, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE);
    assertThat(charged(bill(begun, true, end))).isEqualTo(7_000 + WRITTEN);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void what_was_written_of_a_stream_stands_as_it_is(Outcome end) {
    assertThat(charged(bill(new Usage(100, 3, 0, true), true, end))).isEqualTo(READ + 30_000);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void a_byte_that_is_seen_frees_no_reasoning_of_a_target_that_has_told_of_some(Outcome end) {
    var reasoning = new Usage.Parts(0, 0, 0, 0, 0, 0, 40);
    Payer other = budgets.payer(new Terms("o", "t", KeyLimits.NONE, List.of(), List.of()));
    pay(other, call(), MODEL)
        .settle(bill(new Usage(100, 50, 0, false).of(reasoning), true, new Answered()));
    assertThat(charged(bill(new Usage(100, 1, 0, true), true, end))).isEqualTo(READ + WRITTEN);
  }

  private static void train(Payer payer, Usage told) {
    for (int i = 0; i < 40; i++) {
      pay(payer, call(), MODEL).settle(bill(told, true, new Answered()));
    }
  }

  /// A call of 400 bytes without a bound, of a model that writes 1,000 tokens at most.
  private long givenUp(Budget budget, Budgets of, Usage usage) {
    long before = of.status("key:k", budget).spent();
    pay(of.payer(terms(budget)), call(400, OptionalLong.empty()), MODEL)
        .settle(bill(usage, true, new Failed.Cancelled()));
    return of.status("key:k", budget).spent() - before;
  }

  @Test
  void short_answers_before_it_make_it_no_cheaper_than_is_usual() {
    train(payer, new Usage(100, 1, 0, false));
    assertThat(givenUp(MONTH, budgets, UNKNOWN)).isEqualTo(READ + 10_000_000);
  }

  @Test
  void once_a_tenth_of_a_budget_is_left_open_it_is_charged_the_most_that_it_may_cost() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 32000}
            """);
    var ten = new Budget(10 * Money.DOLLAR, Period.MONTH);
    long likely = READ + 10_240_000;
    long worst = 400_000 + 320_000_000;
    for (int i = 0; i < 4; i++) {
      assertThat(givenUp(ten, budgets, UNKNOWN)).isEqualTo(likely);
    }
    assertThat(givenUp(ten, budgets, UNKNOWN)).isEqualTo(worst);
    fixture.wall = fixture.wall.plus(Duration.ofDays(30));
    assertThat(givenUp(ten, budgets, UNKNOWN)).isEqualTo(likely);
    // An input that was told is known, and the rest of the output is not.
    Usage begun = new Usage(7, 0, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE);
    for (int i = 0; i < 3; i++) {
      assertThat(givenUp(ten, budgets, begun)).isEqualTo(7_000 + 10_240_000);
    }
    assertThat(givenUp(ten, budgets, begun)).isEqualTo(7_000 + 320_000_000);
  }

  @Test
  void a_strict_budget_leaves_nothing_open() {
    var strict = new Budget(Money.DOLLAR, Period.DAY, true);
    assertThat(givenUp(strict, budgets, UNKNOWN)).isEqualTo(400_000 + 10_000_000);
  }

  @Test
  void what_one_budget_does_not_leave_open_is_charged_in_all() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 100000}
            """);
    var large = new Budget(100 * Money.DOLLAR, Period.DAY);
    var strict = new Budget(100 * Money.DOLLAR, Period.MONTH, true);
    for (int i = 0; i < 20; i++) {
      Payer both = budgets.payer(terms(large, strict));
      pay(both, call(400, OptionalLong.empty()), MODEL)
          .settle(bill(UNKNOWN, true, new Failed.Cancelled()));
    }
    assertThat(budgets.status("key:k", large).spent()).isEqualTo(20 * 1_000_400_000L);
    // All of what may be left open of it is there still.
    assertThat(givenUp(large, budgets, UNKNOWN)).isEqualTo(READ + 10_240_000);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void an_input_that_nobody_told_is_not_less_than_was_thought_of_it(Outcome end) {
    Attached named = new Attached(0, true);
    Usage begun = new Usage(100, 1, 0, true);
    pay(payer, BudgetFixture.call(named), MODEL).settle(bill(begun, true, end));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo((100 + 16_384) * 1_000 + 10_000);
    pay(payer, BudgetFixture.call(named), MODEL)
        .settle(bill(new Usage(100, 1, 0, true), true, new Answered()));
    assertThat(fixture.paid.getLast().meters().input()).isEqualTo(100 + 16_384);
  }

  @Test
  void an_answer_that_is_too_large_to_be_held_is_charged_like_one_that_was_given_up() {
    Outcome large = new Failed.BadAnswer(Failed.Flaw.TOO_LARGE, "the answer is too large");
    var strict = new Budget(Money.DOLLAR, Period.DAY, true);
    pay(budgets.payer(terms(strict)), call(), MODEL)
        .settle(bill(new Usage(100, 60, 0, true), true, large));
    assertThat(budgets.status("key:k", strict).spent()).isEqualTo(400_000 + WRITTEN);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void a_zero_that_was_told_is_zero(Outcome end) {
    assertThat(charged(bill(new Usage(100, 0, 0, false), true, end))).isEqualTo(READ);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void a_call_that_was_not_sent_owes_nothing(Outcome end) {
    assertThat(charged(new Payer.Bill("", UNKNOWN, false, true, end))).isZero();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void calls_that_write_nothing_owe_their_input(Outcome end) {
    pay(payer, call(Operation.EMBEDDINGS, 400, OptionalLong.empty()), MODEL)
        .settle(bill(UNKNOWN, true, end));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(READ);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void nothing_is_learned_of_it(Outcome end) {
    long before = aside();
    charged(bill(UNKNOWN, true, end));
    assertThat(aside()).isEqualTo(before);
  }

  @Test
  void an_answer_of_which_nothing_is_told_owes_its_input() {
    assertThat(charged(bill(UNKNOWN, true, new Answered()))).isEqualTo(READ);
  }

  private long aside() {
    Payer.Payment payment = pay(payer, call(), MODEL);
    long aside = budgets.status("key:k", MONTH).setAside();
    payment.settle(bill(UNKNOWN, false, new Answered()));
    return aside;
  }
}
