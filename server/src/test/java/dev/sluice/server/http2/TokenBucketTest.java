package dev.sluice.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000;
  private static final long NOW = Long.MAX_VALUE - 5 * SECOND;

  private final TokenBucket bucket = new TokenBucket(10, 2, NOW);

  /// The time so many seconds later, beyond the largest number.
  private static long after(int seconds) {
    return NOW + seconds * SECOND;
  }

  @Test
  void it_begins_full_and_ends_empty() {
    assertThat(bucket.isFull(NOW)).isTrue();
    assertThat(bucket.take(9, NOW)).isTrue();
    assertThat(bucket.has(1, NOW)).isTrue();
    assertThat(bucket.take(1, NOW)).isTrue();
    assertThat(bucket.has(1, NOW)).isFalse();
    assertThat(bucket.take(1, NOW)).isFalse();
  }

  @Test
  void tokens_come_back_with_time_and_beyond_the_clocks_end() {
    assertThat(bucket.take(10, NOW)).isTrue();
    assertThat(bucket.take(3, after(1))).isFalse();
    assertThat(bucket.take(2, after(2))).isTrue();
    assertThat(bucket.isFull(after(20))).isTrue();
    assertThat(bucket.take(10, after(20))).isTrue();
  }

  @Test
  void what_is_given_beyond_its_size_is_lost() {
    assertThat(bucket.take(5, NOW)).isTrue();
    bucket.give(50, NOW);
    assertThat(bucket.isFull(NOW)).isTrue();
    assertThat(bucket.take(11, NOW)).isFalse();
  }

  @Test
  void one_that_was_asked_for_too_much_is_empty_and_owes_nothing() {
    assertThat(bucket.take(1_000_000, NOW)).isFalse();
    assertThat(bucket.has(1, NOW)).isFalse();
    assertThat(bucket.take(2, after(1))).isTrue();
  }
}
