package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Payer.Loss.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentSpendTest {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long NOW = 1_000_000 * MINUTE;

  private final RecentSpend spend = new RecentSpend();

  @Test
  void an_hour_is_the_last_sixty_minutes() {
    for (int minute = 0; minute < 90; minute++) {
      spend.paid(1, NOW + minute * MINUTE);
      spend.lost("p/m", Cause.RETRY, 2, NOW + minute * MINUTE);
    }
    RecentSpend.Sums sums = spend.sums(NOW + 89 * MINUTE);
    assertThat(sums.keys()).isEqualTo(60);
    assertThat(sums.gateway()).isEqualTo(120);
    assertThat(sums.all()).isEqualTo(180);
    assertThat(spend.sums(NOW + 100 * MINUTE).keys()).isEqualTo(49);
    assertThat(spend.sums(NOW + 149 * MINUTE).all()).isZero();
  }

  @Test
  void the_dearest_target_and_cause_are_told() {
    spend.lost("p/a", Cause.RETRY, 5, NOW);
    spend.lost("p/a", Cause.RACE, 4, NOW);
    spend.lost("p/b", Cause.RETRY, 4, NOW);
    spend.lost("p/b", Cause.RETRY, 3, NOW + MINUTE);
    RecentSpend.Sums sums = spend.sums(NOW + MINUTE);
    assertThat(sums.most()).contains(new RecentSpend.Item("p/b", Cause.RETRY));
    assertThat(sums.mostNanos()).isEqualTo(7);
  }

  @Test
  void names_without_end_are_one_sum() {
    for (int i = 0; i < 10_000; i++) {
      spend.lost("p/" + i, Cause.SHADOW, 1, NOW);
    }
    RecentSpend.Sums sums = spend.sums(NOW);
    assertThat(sums.gateway()).isEqualTo(10_000);
    assertThat(sums.mostNanos()).isEqualTo(1);
  }

  @Test
  void no_number_makes_a_sum_turn_round() {
    spend.paid(Long.MAX_VALUE, NOW);
    spend.paid(Long.MAX_VALUE, NOW);
    spend.lost("p/m", Cause.RETRY, Long.MAX_VALUE, NOW);
    assertThat(spend.sums(NOW).all()).isEqualTo(Money.MOST);
  }
}
