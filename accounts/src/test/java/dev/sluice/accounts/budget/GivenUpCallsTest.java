package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.window.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import java.time.Duration;
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
    assertThat(fixture.paid.getFirst().outcome()).isEqualTo(end.kind());
    assertThat(fixture.paid.getFirst().meters().output()).isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void an_input_that_was_told_is_kept(Outcome end) {
    assertThat(charged(bill(new Usage(7, 0, 0, true), true, end))).isEqualTo(7_000 + WRITTEN);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void what_was_written_of_a_stream_stands_as_it_is(Outcome end) {
    assertThat(charged(bill(new Usage(100, 3, 0, true), true, end))).isEqualTo(READ + 30_000);
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
