package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpendPaceTest {
  private static final long BEGIN = 1_795_680_000_000L;
  private static final long SECOND = 1_000;

  private final SpendPace pace = new SpendPace();

  private void spend(int seconds, long from) {
    for (int i = 0; i < seconds; i++) {
      pace.add(500, from + i * SECOND);
    }
  }

  @Test
  void a_young_pace_is_not_taken_for_slow() {
    assertThat(pace.rate(BEGIN)).isEqualTo(SpendPace.Rate.NONE);
    spend(30, BEGIN);
    SpendPace.Rate rate = pace.rate(BEGIN + 30 * SECOND);
    assertThat(rate.calls()).isCloseTo(1, within(0.05));
    assertThat(rate.nanos()).isCloseTo(500, within(25.0));
  }

  @Test
  void a_pace_follows_what_is_spent_of_late() {
    spend(3_600, BEGIN);
    assertThat(pace.rate(BEGIN + 3_600 * SECOND).calls()).isCloseTo(1, within(0.01));
    assertThat(pace.rate(BEGIN + 7_200 * SECOND).calls()).isLessThan(0.01);
  }

  @Test
  void a_clock_that_goes_back_makes_no_pace_infinite() {
    spend(30, BEGIN);
    pace.add(500, BEGIN - 3_600 * SECOND);
    assertThat(pace.rate(BEGIN - 3_600 * SECOND).calls()).isBetween(0.0, 40.0);
  }
}
