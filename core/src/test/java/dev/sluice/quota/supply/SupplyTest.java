package dev.sluice.quota.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SupplyTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void growth_above_a_million_a_minute_is_held_to_a_half_in_a_quarter_of_an_hour() {
    var supply = new Supply(OptionalLong.of(10_000_000), Optional.empty(), true, 0);
    double[] perMinute = new double[46];
    for (long now = 0; now < 46 * 60 * SECOND; now += SECOND / 20) {
      while (supply.opens(5_000, now) - now <= 0) {
        supply.settle(supply.take(5_000, now), 5_000, now);
        perMinute[(int) (now / (60 * SECOND))] += 5_000;
      }
    }
    System.out.printf(
        "ramp: %.2fM a minute after 1, %.2fM after 16, %.2fM after 31, %.2fM after 45%n",
        perMinute[1] / 1e6, perMinute[16] / 1e6, perMinute[31] / 1e6, perMinute[45] / 1e6);
    assertThat(perMinute[1]).isBetween(0.9e6, 1.1e6);
    for (int minute = 16; minute < 46; minute++) {
      assertThat(perMinute[minute]).isLessThanOrEqualTo(1.55 * perMinute[minute - 15]);
    }
    assertThat(perMinute[45]).isGreaterThan(2.5e6);
  }

  @Test
  void a_configured_burst_is_kept() {
    var supply = new Supply(OptionalLong.of(60), Optional.of(Duration.ofSeconds(20)), false, 0);
    int taken = 0;
    while (supply.opens(1, 0) == 0) {
      double _ = supply.take(1, 0);
      taken++;
    }
    assertThat(taken).isEqualTo(19);
    assertThat(supply.gauges(600 * SECOND).burst()).isEqualTo(20);
  }

  @Test
  void the_margin_settles_where_one_in_two_thousand_is_refused() {
    var margin = new Margin();
    for (int i = 0; i < 100_000; i++) {
      margin.attempted();
      if (i % Margin.ATTEMPTS_PER_REFUSAL == 0) {
        margin.throttled();
      }
    }
    assertThat(margin.value()).isBetween(0.02, 0.05);
    for (int i = 0; i < 10 * Margin.ATTEMPTS_PER_REFUSAL; i++) {
      margin.attempted();
    }
    assertThat(margin.value()).isZero();
  }

  @Test
  void a_refusal_of_what_was_sent_before_the_last_one_came_teaches_nothing() {
    var supply = new Supply(OptionalLong.empty(), Optional.empty(), false, 0);
    for (int i = 0; i < 100; i++) {
      double _ = supply.take(100, i * SECOND / 10);
    }
    supply.throttled(100, 9 * SECOND, 10 * SECOND);
    double after = supply.gauges(10 * SECOND).limit();
    supply.throttled(100, 9 * SECOND, 10 * SECOND + 1);
    assertThat(supply.gauges(10 * SECOND).limit()).isEqualTo(after);
    supply.throttled(100, 11 * SECOND, 12 * SECOND);
    assertThat(supply.gauges(12 * SECOND).limit()).isCloseTo(after * 0.85, within(1e-6));
  }

  @Test
  void what_was_used_when_the_first_refusal_came_is_where_learning_starts() {
    var supply = new Supply(OptionalLong.empty(), Optional.empty(), false, 0);
    for (int i = 0; i < 600; i++) {
      double _ = supply.take(100, i * SECOND / 10);
    }
    supply.throttled(100, 60 * SECOND, 60 * SECOND);
    assertThat(supply.gauges(60 * SECOND).limit()).isCloseTo(0.85 * 60_000, within(3_000.0));
  }
}
