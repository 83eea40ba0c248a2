package dev.sluice.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.SpendPace;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.runtime.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FrequentRefusalsTest {
  private static final long MINUTE = 60_000;

  private final FrequentRefusals refusals = new FrequentRefusals();

  private static BudgetStatus budget(String key) {
    var budget = new Budget(Money.DOLLAR, Period.MONTH);
    return new BudgetStatus(
        Spender.key(key),
        budget,
        Period.MONTH.window(0, ZoneOffset.UTC),
        0,
        0,
        Money.DOLLAR,
        0,
        SpendPace.Rate.NONE);
  }

  private OptionalInt last(String key, int count, long now) {
    OptionalInt told = OptionalInt.empty();
    for (int i = 0; i < count; i++) {
      assertThat(told).isEmpty();
      told = refusals.refused(budget(key), now);
    }
    return told;
  }

  @Test
  void ten_in_a_minute_are_told_once_an_hour_for_each_budget() {
    assertThat(last("a", 10, 1_000)).hasValue(10);
    assertThat(last("a", 50, 2_000)).isEmpty();
    assertThat(last("b", 10, 2_000)).hasValue(10);
    assertThat(last("a", 20, 30 * MINUTE)).isEmpty();
    assertThat(last("a", 10, 61 * MINUTE)).hasValue(10);
  }

  @Test
  void a_few_a_minute_are_never_told() {
    for (int minute = 0; minute < 500; minute++) {
      assertThat(last("a", 9, minute * MINUTE)).isEmpty();
    }
  }

  @Test
  void as_many_budgets_as_there_may_be_are_forgotten_again() {
    for (int i = 0; i < 5_000; i++) {
      refusals.refused(budget("k" + i), 0);
    }
    assertThat(last("late", 10, 59 * MINUTE)).isEmpty();
    assertThat(last("late", 10, 61 * MINUTE)).hasValue(10);
  }

  @Test
  void only_refusals_for_calls_under_way_are_counted() {
    List<BudgetAlert> alerts = new ArrayList<>();
    var listener = new WarningListener(SpendListener.NONE, refusals, Clock.SYSTEM, alerts::add);
    for (int i = 0; i < 100; i++) {
      listener.refused(budget("a"), SpendListener.Refusal.EXCEEDED);
    }
    assertThat(alerts).isEmpty();
    for (int i = 0; i < 100; i++) {
      listener.refused(budget("a"), SpendListener.Refusal.IN_USE);
    }
    assertThat(alerts)
        .singleElement()
        .returns(BudgetAlert.Kind.IN_USE, BudgetAlert::kind)
        .returns(10, BudgetAlert::refused);
  }
}
