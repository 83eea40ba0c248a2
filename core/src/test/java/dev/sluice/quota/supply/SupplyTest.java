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
        supply.settle(supply.take(5_000, now), 5_000, false, now);
        perMinute[(int) (now / (60 * SECOND))] += 5_000;
      }
    }
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
  void what_is_refused_twice_although_nothing_else_was_asked_for_is_not_tried_for_two_minutes() {
    Supply supply = stated(60_000);
    turnAway(supply, 30_000, 60 * SECOND);
    assertThat(supply.isTooMuch(30_000, 60 * SECOND)).isFalse();
    turnAway(supply, 30_000, 120 * SECOND);
    assertThat(supply.isTooMuch(30_000, 239 * SECOND)).isTrue();
    assertThat(supply.isTooMuch(29_000, 239 * SECOND)).isFalse();
    assertThat(supply.isTooMuch(30_000, 240 * SECOND)).isFalse();
    assertThat(supply.gauges(240 * SECOND).limit()).isEqualTo(60_000);
    assertThat(supply.gauges(240 * SECOND).burst()).isEqualTo(10);
  }

  @Test
  void and_for_twice_as_long_when_it_is_refused_again() {
    Supply supply = stated(60_000);
    for (int at : new int[] {60, 120, 240}) {
      turnAway(supply, 30_000, at * SECOND);
    }
    assertThat(supply.isTooMuch(30_000, 479 * SECOND)).isTrue();
    assertThat(supply.isTooMuch(30_000, 480 * SECOND)).isFalse();
  }

  @Test
  void what_is_served_in_between_shows_that_it_was_not_too_much() {
    Supply supply = stated(60_000);
    turnAway(supply, 30_000, 60 * SECOND);
    supply.settle(supply.take(30_000, 120 * SECOND), 30_000, false, 121 * SECOND);
    turnAway(supply, 30_000, 240 * SECOND);
    assertThat(supply.isTooMuch(30_000, 241 * SECOND)).isFalse();
  }

  @Test
  void one_request_is_never_too_much() {
    Supply supply = stated(3);
    turnAway(supply, 1, 60 * SECOND);
    turnAway(supply, 1, 120 * SECOND);
    assertThat(supply.isTooMuch(1, 121 * SECOND)).isFalse();
  }

  private static Supply stated(long limit) {
    return new Supply(OptionalLong.of(limit), Optional.empty(), false, 0);
  }

  /// A call of `amount` is sent and refused; it was charged nothing.
  private static void turnAway(Supply supply, double amount, long now) {
    double taken = supply.take(amount, now);
    supply.settle(taken, 0, false, now);
    supply.throttled(taken, 0, now, now);
  }

  @Test
  void a_refusal_of_what_was_sent_before_the_last_one_came_teaches_nothing() {
    Supply supply = used(60_000, 100);
    refuse(supply, 99 * SECOND, 100 * SECOND);
    refuse(supply, 99 * SECOND, 100 * SECOND + 1);
    assertThat(supply.bounded()).isFalse();
  }

  @Test
  void the_second_refusal_in_a_row_lowers_the_limit_to_what_was_served_since() {
    Supply supply = used(60_000, 100);
    refuse(supply, 100 * SECOND, 100 * SECOND);
    use(supply, 100, 110, 70);
    refuse(supply, 110 * SECOND, 110 * SECOND);
    assertThat(supply.gauges(110 * SECOND).limit()).isCloseTo(0.85 * 42_000, within(600.0));
  }

  @Test
  void but_not_below_half_of_what_was_tried() {
    Supply supply = used(60_000, 100);
    refuse(supply, 100 * SECOND, 100 * SECOND);
    use(supply, 100, 110, 10);
    refuse(supply, 110 * SECOND, 110 * SECOND);
    assertThat(supply.gauges(110 * SECOND).limit()).isBetween(0.4 * 60_000, 0.5 * 60_000);
  }

  @Test
  void one_refusal_alone_lowers_nothing() {
    Supply supply = used(60_000, 100);
    for (int at = 100; at <= 400; at += 100) {
      refuse(supply, at * SECOND, at * SECOND);
      use(supply, at, at + 100, 100);
    }
    assertThat(supply.bounded()).isFalse();
  }

  @Test
  void refusals_under_a_lower_limit_than_was_served_before_are_chance() {
    Supply supply = used(60_000, 100);
    refuse(supply, 100 * SECOND, 100 * SECOND);
    use(supply, 100, 110, 100);
    refuse(supply, 110 * SECOND, 110 * SECOND);
    assertThat(supply.gauges(110 * SECOND).limit()).isCloseTo(0.85 * 60_000, within(1_000.0));
    use(supply, 110, 120, 85);
    refuse(supply, 120 * SECOND, 120 * SECOND);
    assertThat(supply.bounded()).isFalse();
  }

  @Test
  void what_was_used_before_a_limit_was_known_is_not_owed() {
    Supply supply = used(60_000, 1_000);
    refuse(supply, 1_000 * SECOND, 1_000 * SECOND);
    use(supply, 1_000, 1_010, 50);
    refuse(supply, 1_010 * SECOND, 1_010 * SECOND);
    assertThat(supply.bounded()).isTrue();
    assertThat(supply.opens(100, 1_011 * SECOND)).isEqualTo(1_011 * SECOND);
  }

  /// One whose limit nobody knows, of which so much a minute was used for so many seconds.
  private static Supply used(double perMinute, int seconds) {
    var supply = new Supply(OptionalLong.empty(), Optional.empty(), false, 0);
    use(supply, 0, seconds, perMinute / 600);
    return supply;
  }

  /// Ten attempts a second, each of so much.
  private static void use(Supply supply, int from, int to, double amount) {
    for (int i = 10 * from; i < 10 * to; i++) {
      double _ = supply.take(amount, i * SECOND / 10);
    }
  }

  private static void refuse(Supply supply, long sent, long now) {
    double taken = supply.take(100, sent);
    supply.settle(taken, 0, false, now);
    supply.throttled(taken, 0, sent, now);
  }
}
