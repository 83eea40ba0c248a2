package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RateLimit limit = new RateLimit(60, 5);

  @Test
  void a_minutes_worth_may_be_taken_at_once_and_comes_back_evenly() {
    assertThat(limit.take(60, 5)).isZero();
    assertThat(limit.take(1, 5)).isEqualTo(SECOND);
    assertThat(limit.take(10, 5)).isEqualTo(10 * SECOND);
    assertThat(limit.take(1, 5 + SECOND)).isZero();
    assertThat(limit.take(1, 5 + SECOND)).isEqualTo(SECOND);
  }

  @Test
  void a_hint_is_true() {
    limit.take(60, 5);
    long wait = limit.take(7, 5);
    assertThat(limit.take(7, 5 + wait - 1)).isPositive();
    assertThat(limit.take(7, 5 + wait)).isZero();
  }

  @Test
  void what_was_not_used_comes_back() {
    limit.take(60, 5);
    limit.correct(-30);
    assertThat(limit.take(30, 5)).isZero();
    assertThat(limit.take(1, 5)).isPositive();
    limit.correct(10);
    assertThat(limit.take(1, 5)).isEqualTo(11 * SECOND);
  }

  @Test
  void nothing_is_saved_up_beyond_a_minute() {
    assertThat(limit.take(60, 5 + 3600 * SECOND)).isZero();
    assertThat(limit.take(1, 5 + 3600 * SECOND)).isPositive();
  }

  @Test
  void more_than_a_minutes_worth_is_never_there() {
    assertThat(limit.holds(60)).isTrue();
    assertThat(limit.holds(61)).isFalse();
  }
}
