package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BucketTest {
  private static final long SECOND = 1_000_000_000L;

  private final Bucket bucket = bucket();

  @Test
  void it_fills_at_its_rate_up_to_its_capacity() {
    bucket.advance(3 * SECOND);
    assertThat(bucket.level()).isCloseTo(6, within(1e-9));
    bucket.advance(1_000 * SECOND);
    assertThat(bucket.level()).isEqualTo(10);
  }

  @Test
  void a_clock_that_goes_backwards_adds_nothing() {
    bucket.advance(3 * SECOND);
    bucket.advance(SECOND);
    assertThat(bucket.level()).isCloseTo(6, within(1e-9));
    bucket.advance(4 * SECOND);
    assertThat(bucket.level()).isCloseTo(8, within(1e-9));
  }

  @Test
  void it_may_go_into_debt_which_is_paid_first() {
    bucket.take(5);
    assertThat(bucket.level()).isEqualTo(-5);
    assertThat(bucket.delay(1)).isEqualTo(3 * SECOND);
  }

  @Test
  void more_than_it_can_hold_waits_until_it_is_full() {
    assertThat(bucket.delay(1_000)).isEqualTo(5 * SECOND);
    bucket.advance(5 * SECOND);
    assertThat(bucket.delay(1_000)).isZero();
  }

  @Test
  void what_is_put_back_does_not_overflow() {
    bucket.take(-1_000);
    assertThat(bucket.level()).isEqualTo(10);
  }

  @Test
  void a_forecast_counts_more_than_it_can_hold() {
    assertThat(bucket.secondsUntil(1_000, 4)).isCloseTo(502, within(1e-9));
    assertThat(bucket.secondsUntil(1_000, 1_000)).isCloseTo(505, within(1e-9));
  }

  @Test
  void nothing_that_is_taken_or_put_back_brings_it_above_its_capacity() {
    for (int i = 0; i < 1_000; i++) {
      bucket.take(i % 7 - 3);
      bucket.advance(i * SECOND / 3);
      assertThat(bucket.level()).isLessThanOrEqualTo(bucket.capacity());
      assertThat(bucket.delay(3)).isNotNegative();
    }
  }

  private static Bucket bucket() {
    var bucket = new Bucket(0);
    bucket.reshape(2, 10);
    return bucket;
  }
}
