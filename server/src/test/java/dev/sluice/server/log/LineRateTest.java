package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineRateTest {
  private final LineRate rate = new LineRate(2, Duration.ofSeconds(1));

  @Test
  void a_second_has_so_many_lines_and_the_next_one_as_many() {
    assertThat(rate.take(5_000)).isTrue();
    assertThat(rate.take(5_500)).isTrue();
    assertThat(rate.take(5_999)).isFalse();
    assertThat(rate.take(6_000)).isTrue();
    assertThat(rate.take(6_001)).isTrue();
    assertThat(rate.take(6_002)).isFalse();
  }

  @Test
  void what_is_left_out_is_counted_until_it_is_told() {
    for (int i = 0; i < 5; i++) {
      rate.take(5_000);
    }
    assertThat(rate.leftOut()).isEqualTo(3);
    assertThat(rate.leftOut()).isZero();
  }

  @Test
  void a_clock_that_is_set_back_begins_another_second() {
    rate.take(9_000);
    rate.take(9_000);
    assertThat(rate.take(9_000)).isFalse();
    assertThat(rate.take(3_000)).isTrue();
  }
}
