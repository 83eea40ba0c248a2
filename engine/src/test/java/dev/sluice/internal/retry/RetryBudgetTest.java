package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000;
  private static final double TENTH = 0.1;

  private final RetryBudget budget = new RetryBudget();

  @Test
  void ten_in_ten_seconds_are_always_allowed() {
    assertThat(takeAll(0)).isEqualTo(10);
    assertThat(takeAll(9 * SECOND)).isZero();
    assertThat(takeAll(11 * SECOND)).isEqualTo(10);
  }

  @Test
  void a_tenth_of_the_first_attempts_is_the_most_where_that_is_more() {
    for (int i = 0; i < 500; i++) {
      budget.first(i * SECOND / 100);
    }
    assertThat(budget.left(5 * SECOND)).isEqualTo(10);
    budget.offer(TENTH);
    assertThat(budget.left(5 * SECOND)).isEqualTo(50);
    assertThat(takeAll(5 * SECOND)).isEqualTo(50);
  }

  /// A race that no failure asks for leaves two thirds of them to calls that fail.
  @Test
  void spare_repeats_are_those_above_two_thirds_of_what_is_allowed() {
    int spare = 0;
    while (budget.takeSpare(TENTH, 0)) {
      spare++;
    }
    assertThat(spare).isEqualTo(3);
    assertThat(takeAll(0)).isEqualTo(7);
    assertThat(budget.takeSpare(TENTH, 11 * SECOND)).isTrue();
  }

  @Test
  void what_is_given_back_may_be_taken_again() {
    takeAll(0);
    budget.giveBack(0, SECOND);
    assertThat(takeAll(SECOND)).isEqualTo(1);
  }

  @Test
  void what_is_given_back_too_late_changes_nothing() {
    assertThat(budget.take(TENTH, 0)).isTrue();
    budget.giveBack(0, 20 * SECOND);
    assertThat(takeAll(20 * SECOND)).isEqualTo(10);
  }

  @Test
  void a_clients_own_repeats_keep_the_gateway_s_out() {
    for (int i = 0; i < 25; i++) {
      budget.charge(0);
    }
    assertThat(budget.allows(TENTH, 0)).isFalse();
    assertThat(budget.left(0)).isEqualTo(-15);
  }

  @Test
  void clocks_may_begin_anywhere_and_go_back_a_little() {
    long begin = -7 * SECOND - 1;
    assertThat(takeAll(begin)).isEqualTo(10);
    assertThat(takeAll(begin - SECOND / 2)).isZero();
    assertThat(takeAll(begin + 11 * SECOND)).isEqualTo(10);
  }

  @Test
  void no_window_of_ten_seconds_ever_holds_more() {
    var random = new SplittableRandom(11);
    Deque<Long> firsts = new ArrayDeque<>();
    Deque<Long> repeats = new ArrayDeque<>();
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      now += (long) (random.nextDouble() * random.nextDouble() * SECOND / 20);
      drop(firsts, now);
      drop(repeats, now);
      if (random.nextInt(4) > 0) {
        budget.first(now);
        firsts.add(now);
      } else if (budget.take(TENTH, now)) {
        repeats.add(now);
        assertThat((double) repeats.size())
            .isLessThanOrEqualTo(Math.max(10, TENTH * firsts.size()));
      }
    }
    assertThat(repeats).isNotEmpty();
  }

  private static void drop(Deque<Long> instants, long now) {
    while (!instants.isEmpty() && now - instants.getFirst() >= 10 * SECOND) {
      instants.removeFirst();
    }
  }

  private int takeAll(long now) {
    int taken = 0;
    while (budget.take(TENTH, now)) {
      taken++;
    }
    return taken;
  }
}
