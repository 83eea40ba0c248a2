package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayingRateTest {
  private static final long SECOND = 1_000_000_000L;

  private final DecayingRate rate = new DecayingRate(10, 0);

  @Test
  void a_steady_flow_is_its_own_rate() {
    for (int i = 1; i <= 1_000; i++) {
      rate.add(5, i * SECOND / 10);
    }
    assertThat(rate.rate(100 * SECOND)).isCloseTo(50, within(1.0));
  }

  @Test
  void a_young_one_is_not_taken_for_slow() {
    for (int i = 1; i <= 20; i++) {
      rate.add(5, i * SECOND / 10);
    }
    assertThat(rate.rate(2 * SECOND)).isCloseTo(50, within(1.0));
  }

  @Test
  void it_fades() {
    rate.add(100, SECOND);
    double before = rate.rate(20 * SECOND);
    assertThat(rate.rate(30 * SECOND)).isBetween(0.3 * before, 0.4 * before);
  }

  @Test
  void it_is_never_below_zero() {
    rate.add(-100, SECOND);
    assertThat(rate.rate(SECOND)).isZero();
  }

  @Test
  void what_is_used_lately_is_extrapolated_from_half_of_the_time_at_least() {
    rate.add(5, 0);
    assertThat(rate.lately(0)).isCloseTo(5 / (1 - Math.exp(-0.5)), within(1e-9));
    assertThat(rate.lately(10 * SECOND)).isCloseTo(5 / (Math.E - 1), within(1e-9));
  }
}
