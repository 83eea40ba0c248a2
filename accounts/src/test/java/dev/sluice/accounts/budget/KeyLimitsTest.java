package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.limits;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.config.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();

  private static Payer.Payment enter(Payer payer) {
    return switch (payer.enter(call())) {
      case Payer.Accepted(Payer.Payment payment) -> payment;
      case Payer.Refused(Failed why) -> throw new AssertionError(why);
    };
  }

  private static Optional<Duration> comeBack(Payer payer) {
    return refused(payer.enter(call())) instanceof Failed.LimitReached limit
        ? limit.comeBack()
        : Optional.empty();
  }

  @Test
  void so_many_calls_run_at_the_same_time_and_no_more() {
    Payer payer = budgets.payer(limits(0, 0, 2));
    Payer.Payment one = enter(payer);
    enter(payer);
    assertThat(refused(payer.enter(call())))
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> {
              assertThat(limit.limit()).isEqualTo(Failed.Limit.RATE);
              assertThat(limit.message())
                  .isEqualTo("the key k may make 2 calls at the same time; call again later");
              assertThat(limit.comeBack()).contains(Duration.ofSeconds(2));
            });
    one.settle(bill(1, 1));
    enter(payer);
  }

  @Test
  void so_many_calls_begin_a_minute_and_the_hint_is_true() {
    Payer payer = budgets.payer(limits(2, 0, 0));
    enter(payer);
    enter(payer);
    Duration wait = comeBack(payer).orElseThrow();
    assertThat(wait).isEqualTo(Duration.ofSeconds(30));
    fixture.nanos += wait.toNanos();
    enter(payer);
  }

  private Payer conditional(Condition.Answer answer) {
    Condition when =
        new Condition() {
          @Override
          public String text() {
            return "when";
          }

          @Override
          public Set<String> headers() {
            return Set.of();
          }

          @Override
          public Answer of(Call call) {
            return answer;
          }
        };
    var limits = new KeyLimits(1, 0, 1, Optional.of(when));
    return budgets.payer(new Terms("k", "t", limits, List.of(), List.of()));
  }

  @Test
  void limits_count_the_calls_for_which_their_condition_does_not_fail() {
    Payer others = conditional(Condition.Answer.FAILS);
    enter(others);
    enter(others);
    enter(conditional(Condition.Answer.HOLDS)).settle(bill(1, 1));
    assertThat(refused(conditional(Condition.Answer.HOLDS).enter(call())))
        .isInstanceOf(Failed.LimitReached.class);
    assertThat(refused(conditional(Condition.Answer.UNKNOWN).enter(call())))
        .isInstanceOf(Failed.LimitReached.class);
    enter(others);
  }

  @Test
  void so_many_tokens_are_used_a_minute_and_what_was_not_used_comes_back() {
    Payer payer = budgets.payer(limits(0, 400, 0));
    Payer.Payment one = enter(payer);
    enter(payer);
    assertThat(comeBack(payer)).contains(Duration.ofSeconds(30));
    one.settle(bill(100, 0));
    assertThat(comeBack(payer)).contains(Duration.ofSeconds(15));
    fixture.nanos += Duration.ofSeconds(15).toNanos();
    enter(payer);
  }

  @Test
  void a_call_larger_than_a_minutes_tokens_is_never_let_in_and_says_so() {
    Payer payer = budgets.payer(limits(0, 400, 0));
    Failed why = refused(payer.enter(call(4000, OptionalLong.of(10))));
    assertThat(why)
        .isInstanceOfSatisfying(
            Failed.LimitReached.class,
            limit -> {
              assertThat(limit.comeBack()).isEmpty();
              assertThat(limit.message()).contains("larger than that");
            });
  }

  @Test
  void a_response_in_the_background_is_let_in_by_what_such_calls_use() {
    Payer payer = budgets.payer(limits(0, 2_000, 0));
    Call call = BudgetFixture.background(Attached.NONE, PricedExtras.NONE);
    assertThat(payer.enter(call)).isInstanceOf(Payer.Accepted.class);
    var streaming = new Streaming(Span.NONE, Span.NONE, Span.NONE, true, 1);
    Call unbounded =
        BudgetFixture.call(
            Operation.RESPONSES,
            400,
            new RequestFacts(
                "m",
                0,
                0,
                false,
                false,
                OptionalLong.empty(),
                false,
                streaming,
                Cacheability.NEVER,
                RequestFacts.Attached.NONE,
                false,
                RequestFacts.State.NONE,
                streaming.choices(),
                PricedExtras.NONE,
                RequestFacts.Cloud.NONE));
    assertThat(payer.enter(unbounded)).isInstanceOf(Payer.Accepted.class);
  }

  @Test
  void limits_are_taken_together_or_not_at_all() {
    Payer payer = budgets.payer(limits(10, 200, 1));
    enter(payer).settle(bill(100, 100));
    for (int i = 0; i < 20; i++) {
      assertThat(comeBack(payer)).contains(Duration.ofMinutes(1));
    }
    fixture.nanos += Duration.ofMinutes(1).toNanos();
    enter(payer).settle(bill(100, 100));
  }

  @Test
  void a_hit_gives_its_tokens_back() {
    Payer payer = budgets.payer(limits(0, 200, 0));
    for (int i = 0; i < 20; i++) {
      enter(payer).settle(bill(0, 0));
    }
  }

  @Test
  void a_key_without_limits_is_let_in() {
    assertThat(budgets.payer(limits(0, 0, 0)).enter(call())).isEqualTo(Payer.Accepted.FREE);
  }

  @Test
  void counts_go_on_when_the_terms_of_a_key_are_read_again() {
    enter(budgets.payer(limits(0, 0, 1)));
    assertThat(comeBack(budgets.payer(limits(0, 0, 1)))).isPresent();
    enter(budgets.payer(limits(0, 0, 2)));
  }
}
