package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RateLimitInfo.Limit;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DailyLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private static final long HOUR = 3_600 * SECOND;

  private final DailyLimit day = new DailyLimit(OptionalLong.of(3));

  @Test
  void it_counts_the_last_24_hours() {
    for (int i = 0; i < 3; i++) {
      assertThat(day.nextOpen(HOUR)).isEqualTo(HOUR);
      day.take(HOUR);
    }
    assertThat(day.nextOpen(HOUR)).isEqualTo(26 * HOUR);
    assertThat(day.nextOpen(26 * HOUR)).isEqualTo(26 * HOUR);
    assertThat(day.remaining(26 * HOUR)).isEqualTo(3);
  }

  @Test
  void what_has_not_reached_the_provider_is_given_back() {
    for (int i = 0; i < 3; i++) {
      day.take(0);
    }
    day.giveBack(0);
    assertThat(day.remaining(0)).isEqualTo(1);
    assertThat(day.nextOpen(0)).isZero();
  }

  @Test
  void a_day_that_is_used_up_is_left_alone_as_long_as_the_hint_says_else_an_hour() {
    day.exhausted(5 * SECOND, SECOND);
    assertThat(day.nextOpen(SECOND)).isEqualTo(6 * SECOND);
    day.exhausted(0, 10 * SECOND);
    assertThat(day.nextOpen(10 * SECOND)).isEqualTo(10 * SECOND + HOUR);
  }

  @Test
  void headers_are_believed_less_what_went_since() {
    day.sync(room(100, 10), 0, 4, 0);
    assertThat(day.remaining(0)).isEqualTo(6);
    day.sync(room(5, 10), 0, 0, 0);
    assertThat(day.ignored()).isEqualTo(1);
  }

  @Test
  void there_is_none_while_none_is_known() {
    var unknown = new DailyLimit(OptionalLong.empty());
    for (int i = 0; i < 1_000; i++) {
      unknown.take(0);
    }
    assertThat(unknown.nextOpen(0)).isZero();
  }

  private static Limit room(long limit, long remaining) {
    return new Limit(
        OptionalLong.of(limit), OptionalLong.of(remaining), Optional.of(Duration.ofHours(1)));
  }
}
