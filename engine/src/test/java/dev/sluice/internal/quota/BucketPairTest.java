package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketPairTest {
  private static final long SECOND = 1_000_000_000L;

  /// 60 a minute, ten at once.
  private final BucketPair pair = pair();

  @Test
  void the_burst_bounds_what_goes_at_once_and_the_minute_what_goes_in_one() {
    assertThat(pair.level()).isEqualTo(10);
    pair.take(10);
    assertThat(pair.delay(1)).isEqualTo(SECOND);
    assertThat(pair.minute().level()).isEqualTo(50);
  }

  @Test
  void headers_lower_both_and_raise_the_minute_alone() {
    pair.correct(4, false);
    assertThat(pair.level()).isEqualTo(4);
    pair.giveBack(40, 0);
    assertThat(pair.minute().level()).isEqualTo(44);
    assertThat(pair.level()).isEqualTo(4);
  }

  @Test
  void where_nothing_was_known_headers_fill_both() {
    pair.take(10);
    pair.correct(30, true);
    assertThat(pair.level()).isEqualTo(10);
  }

  @Test
  void what_is_emptied_keeps_its_debt() {
    pair.take(15);
    pair.empty();
    assertThat(pair.level()).isEqualTo(-5);
    assertThat(pair.minute().level()).isZero();
  }

  @Test
  void a_wider_burst_is_filled_as_far_as_the_minute_has_something() {
    pair.take(10);
    pair.reshape(1, 20);
    pair.widened(10);
    assertThat(pair.level()).isEqualTo(10);
    pair.correct(3, false);
    pair.reshape(1, 40);
    pair.widened(20);
    assertThat(pair.level()).isEqualTo(3);
  }

  @Test
  void half_of_the_burst_is_high() {
    pair.take(5);
    assertThat(pair.isHigh()).isTrue();
    pair.take(1);
    assertThat(pair.isHigh()).isFalse();
  }

  private static BucketPair pair() {
    var pair = new BucketPair(0);
    pair.reshape(1, 10);
    pair.fill();
    return pair;
  }
}
