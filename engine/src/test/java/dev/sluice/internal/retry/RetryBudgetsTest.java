package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which budget is charged when the configuration has changed while a call is under way.
class RetryBudgetsTest {
  private final RetryBudgets before = offering("gone/m", "same/m", "other/m");

  private static RetryBudgets offering(String... targets) {
    var budgets = new RetryBudgets();
    offer(budgets, targets);
    return budgets;
  }

  private static void offer(RetryBudgets budgets, String... targets) {
    for (String target : targets) {
      budgets.offer(target, 0.1);
    }
  }

  private RetryBudgets next(String... targets) {
    RetryBudgets next = before.next(target -> target.equals("same/m"));
    offer(next, targets);
    return next;
  }

  @Test
  void calls_of_an_old_configuration_are_charged_where_their_targets_are() {
    RetryBudgets next = next("same/m", "other/m", "new/m");
    next.takeOver(before);
    assertThat(before.of("new/m")).isSameAs(next.of("new/m"));
    assertThat(before.of("other/m")).isSameAs(next.of("other/m"));
    assertThat(before.of("same/m")).isSameAs(next.of("same/m"));
  }

  @Test
  void so_they_are_after_several_more() {
    RetryBudgets next = next("same/m");
    next.takeOver(before);
    RetryBudgets last = next.next(_ -> true);
    offer(last, "new/m");
    last.takeOver(next);
    assertThat(before.of("new/m")).isSameAs(last.of("new/m"));
  }

  @Test
  void a_target_that_is_gone_keeps_its_budget_until_its_calls_have_ended() {
    RetryBudget gone = before.of("gone/m");
    RetryBudgets next = next("same/m");
    next.takeOver(before);
    assertThat(before.of("gone/m")).isSameAs(gone);
    assertThat(next.targets()).containsOnly("same/m");
  }

  @Test
  void a_configuration_that_is_only_tried_charges_nothing() {
    RetryBudget other = before.of("other/m");
    RetryBudgets tried = next("other/m");
    assertThat(before.of("other/m")).isSameAs(other).isNotSameAs(tried.of("other/m"));
  }
}
