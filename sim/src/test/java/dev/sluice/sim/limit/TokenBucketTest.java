package dev.sluice.sim.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_new_bucket_is_full() {
    TokenBucket bucket = new TokenBucket(10, 60, MINUTE, 5);
    assertThat(bucket.level(5)).isEqualTo(10);
    assertThat(bucket.until(10, 5)).isZero();
  }

  @Test
  void it_gives_all_or_nothing() {
    TokenBucket bucket = new TokenBucket(10, 60, MINUTE, 0);
    assertThat(bucket.take(8, 0)).isTrue();
    assertThat(bucket.take(3, 0)).isFalse();
    assertThat(bucket.take(2, 0)).isTrue();
    assertThat(bucket.level(0)).isZero();
  }

  @Test
  void it_is_refilled_evenly_and_not_a_microsecond_early() {
    TokenBucket bucket = new TokenBucket(60, 60, MINUTE, 0);
    bucket.take(60, 0);
    assertThat(bucket.level(SECOND - 1000)).isZero();
    assertThat(bucket.level(SECOND)).isEqualTo(1);
    assertThat(bucket.level(30 * SECOND)).isEqualTo(30);
    assertThat(bucket.level(1000 * SECOND)).isEqualTo(60);
  }

  @Test
  void it_says_exactly_when_to_come_again() {
    TokenBucket bucket = new TokenBucket(7, 7, MINUTE, 0);
    bucket.take(7, 0);
    Duration wait = bucket.until(3, 0);
    assertThat(bucket.take(3, wait.toNanos() - 1000)).isFalse();
    assertThat(bucket.take(3, wait.toNanos())).isTrue();
  }

  @Test
  void what_is_given_back_never_overflows_it() {
    TokenBucket bucket = new TokenBucket(10, 60, MINUTE, 0);
    bucket.take(4, 0);
    bucket.give(100, 0);
    assertThat(bucket.level(0)).isEqualTo(10);
  }

  @Test
  void a_debt_has_to_be_paid_before_anything_is_given() {
    TokenBucket bucket = new TokenBucket(10, 60, MINUTE, 0);
    bucket.give(-15, 0);
    assertThat(bucket.level(0)).isEqualTo(-5);
    assertThat(bucket.until(1, 0)).isEqualTo(Duration.ofSeconds(6));
    assertThat(bucket.take(1, 6 * SECOND)).isTrue();
  }

  @Test
  void time_that_goes_backwards_changes_nothing() {
    TokenBucket bucket = new TokenBucket(10, 60, MINUTE, 10 * SECOND);
    bucket.take(10, 10 * SECOND);
    assertThat(bucket.level(5 * SECOND)).isZero();
    assertThat(bucket.level(11 * SECOND)).isEqualTo(1);
  }

  @Test
  void over_an_hour_of_odd_steps_nothing_is_lost_or_won() {
    SplittableRandom random = new SplittableRandom(7);
    long refill = 7_777;
    TokenBucket bucket = new TokenBucket(1_000_000_000, refill, MINUTE, 0);
    bucket.give(-1_000_000_000, 0);
    long now = 0;
    long taken = 0;
    while (now < 3600 * SECOND) {
      now += random.nextLong(1, 3_000_000);
      taken += bucket.level(now) > 0 && bucket.take(1, now) ? 1 : 0;
    }
    BigInteger gained =
        BigInteger.valueOf(now / 1000)
            .multiply(BigInteger.valueOf(refill))
            .divide(BigInteger.valueOf(60_000_000));
    assertThat(bucket.level(now) + taken).isEqualTo(gained.longValueExact());
  }

  @Test
  void the_largest_buckets_do_not_overflow() {
    TokenBucket bucket = new TokenBucket(1_000_000_000, 1_000_000_000, MINUTE, 0);
    bucket.take(1_000_000_000, 0);
    assertThat(bucket.until(1_000_000_000, 0)).isEqualTo(MINUTE);
    assertThat(bucket.level(Long.MAX_VALUE)).isEqualTo(1_000_000_000);
  }
}
