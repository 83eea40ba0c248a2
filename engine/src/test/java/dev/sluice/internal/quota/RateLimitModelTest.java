package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateLimitModelTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_configured_burst_is_kept() {
    var model = new RateLimitModel(OptionalLong.of(60), Optional.of(Duration.ofSeconds(20)), 0);
    int taken = 0;
    while (model.nextOpen(1, 0) == 0) {
      double _ = model.take(1, 0);
      taken++;
    }
    assertThat(taken).isEqualTo(19);
    assertThat(model.gauges(600 * SECOND).burst()).isEqualTo(20);
  }

  @Test
  void the_margin_settles_where_one_in_two_thousand_is_refused() {
    var margin = new SafetyMargin();
    for (int i = 0; i < 100_000; i++) {
      margin.attempted();
      if (i % SafetyMargin.ATTEMPTS_PER_REFUSAL == 0) {
        margin.throttled();
      }
    }
    assertThat(margin.value()).isBetween(0.02, 0.05);
    for (int i = 0; i < 10 * SafetyMargin.ATTEMPTS_PER_REFUSAL; i++) {
      margin.attempted();
    }
    assertThat(margin.value()).isZero();
  }

  @Test
  void what_is_refused_twice_although_nothing_else_was_asked_for_is_not_tried_for_two_minutes() {
    RateLimitModel model = stated(60_000);
    throttle(model, 30_000, 60 * SECOND);
    assertThat(model.isTooMuch(30_000, 60 * SECOND)).isFalse();
    throttle(model, 30_000, 120 * SECOND);
    assertThat(model.isTooMuch(30_000, 239 * SECOND)).isTrue();
    assertThat(model.isTooMuch(29_000, 239 * SECOND)).isFalse();
    assertThat(model.isTooMuch(30_000, 240 * SECOND)).isFalse();
    assertThat(model.gauges(240 * SECOND).limit()).isEqualTo(60_000);
    assertThat(model.gauges(240 * SECOND).burst()).isEqualTo(10);
  }

  @Test
  void and_for_twice_as_long_when_it_is_refused_again() {
    RateLimitModel model = stated(60_000);
    for (int at : new int[] {60, 120, 240}) {
      throttle(model, 30_000, at * SECOND);
    }
    assertThat(model.isTooMuch(30_000, 479 * SECOND)).isTrue();
    assertThat(model.isTooMuch(30_000, 480 * SECOND)).isFalse();
  }

  @Test
  void what_is_served_in_between_shows_that_it_was_not_too_much() {
    RateLimitModel model = stated(60_000);
    throttle(model, 30_000, 60 * SECOND);
    model.settle(model.take(30_000, 120 * SECOND), 30_000, false, 121 * SECOND);
    throttle(model, 30_000, 240 * SECOND);
    assertThat(model.isTooMuch(30_000, 241 * SECOND)).isFalse();
  }

  @Test
  void one_request_is_never_too_much() {
    RateLimitModel model = stated(3);
    throttle(model, 1, 60 * SECOND);
    throttle(model, 1, 120 * SECOND);
    assertThat(model.isTooMuch(1, 121 * SECOND)).isFalse();
  }

  private static RateLimitModel stated(long limit) {
    return new RateLimitModel(OptionalLong.of(limit), Optional.empty(), 0);
  }

  /// A call of `amount` is sent and refused; it was charged nothing.
  private static void throttle(RateLimitModel model, double amount, long now) {
    double taken = model.take(amount, now);
    model.settle(taken, 0, false, now);
    model.throttled(taken, 0, now, now);
  }

  @Test
  void nothing_is_learned_from_a_refusal_of_a_call_sent_before_the_last_one() {
    RateLimitModel model = used(60_000, 100);
    refuse(model, 99 * SECOND, 100 * SECOND);
    refuse(model, 99 * SECOND, 100 * SECOND + 1);
    assertThat(model.bounded()).isFalse();
  }

  @Test
  void the_second_refusal_in_a_row_lowers_the_limit_to_what_was_served_since() {
    RateLimitModel model = used(60_000, 100);
    refuse(model, 100 * SECOND, 100 * SECOND);
    use(model, 100, 110, 70);
    refuse(model, 110 * SECOND, 110 * SECOND);
    assertThat(model.gauges(110 * SECOND).limit()).isCloseTo(0.85 * 42_000, within(600.0));
  }

  @Test
  void but_not_below_half_of_what_was_tried() {
    RateLimitModel model = used(60_000, 100);
    refuse(model, 100 * SECOND, 100 * SECOND);
    use(model, 100, 110, 10);
    refuse(model, 110 * SECOND, 110 * SECOND);
    assertThat(model.gauges(110 * SECOND).limit()).isBetween(0.4 * 60_000, 0.5 * 60_000);
  }

  @Test
  void one_refusal_alone_lowers_nothing() {
    RateLimitModel model = used(60_000, 100);
    for (int at = 100; at <= 400; at += 100) {
      refuse(model, at * SECOND, at * SECOND);
      use(model, at, at + 100, 100);
    }
    assertThat(model.bounded()).isFalse();
  }

  @Test
  void refusals_under_a_lower_limit_than_was_served_before_are_chance() {
    RateLimitModel model = used(60_000, 100);
    refuse(model, 100 * SECOND, 100 * SECOND);
    use(model, 100, 110, 100);
    refuse(model, 110 * SECOND, 110 * SECOND);
    assertThat(model.gauges(110 * SECOND).limit()).isCloseTo(0.85 * 60_000, within(1_000.0));
    use(model, 110, 120, 85);
    refuse(model, 120 * SECOND, 120 * SECOND);
    assertThat(model.bounded()).isFalse();
  }

  @Test
  void what_was_used_before_a_limit_was_known_is_not_owed() {
    RateLimitModel model = used(60_000, 1_000);
    refuse(model, 1_000 * SECOND, 1_000 * SECOND);
    use(model, 1_000, 1_010, 50);
    refuse(model, 1_010 * SECOND, 1_010 * SECOND);
    assertThat(model.bounded()).isTrue();
    assertThat(model.nextOpen(100, 1_011 * SECOND)).isEqualTo(1_011 * SECOND);
  }

  /// A model whose limit is unknown, of which so much a minute was used for so many seconds.
  private static RateLimitModel used(double perMinute, int seconds) {
    var model = new RateLimitModel(OptionalLong.empty(), Optional.empty(), 0);
    use(model, 0, seconds, perMinute / 600);
    return model;
  }

  /// Ten attempts a second, each of so much.
  private static void use(RateLimitModel model, int from, int to, double amount) {
    for (int i = 10 * from; i < 10 * to; i++) {
      double _ = model.take(amount, i * SECOND / 10);
    }
  }

  private static void refuse(RateLimitModel model, long sent, long now) {
    double taken = model.take(100, sent);
    model.settle(taken, 0, false, now);
    model.throttled(taken, 0, sent, now);
  }

  @Test
  void no_more_of_a_limit_is_used_than_all_of_it() {
    var model = new RateLimitModel(OptionalLong.of(20), Optional.of(Duration.ofSeconds(60)), 0);
    double most = 0;
    for (int second = 0; second < 120; second++) {
      long now = second * SECOND;
      while (model.nextOpen(1, now) == now) {
        model.settle(model.take(1, now), 1, false, now);
      }
      most = Math.max(most, model.gauges(now).utilisation());
    }
    assertThat(most).isEqualTo(1);
    assertThat(model.gauges(120 * SECOND).utilisation()).isGreaterThan(0.9);
  }

  @Test
  void the_first_calls_after_a_start_are_not_taken_for_all_of_a_minute() {
    var model = new RateLimitModel(OptionalLong.of(20), Optional.empty(), 0);
    model.settle(model.take(1, 0), 1, false, 0);
    model.settle(model.take(1, 0), 1, false, 0);
    assertThat(model.gauges(SECOND).utilisation()).isCloseTo(0.25, within(0.01));
  }

  @Test
  void a_limit_that_was_lowered_is_not_used_beyond_itself() {
    var model = new RateLimitModel(OptionalLong.of(600), Optional.of(Duration.ofSeconds(60)), 0);
    for (int i = 0; i < 300; i++) {
      model.settle(model.take(1, 0), 1, false, 0);
    }
    model.configure(OptionalLong.of(60), Optional.of(Duration.ofSeconds(60)), SECOND);
    assertThat(model.gauges(SECOND).utilisation()).isEqualTo(1);
  }
}
