package dev.sluice.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C22, in virtual time.
class RefusalRateLimiterTest {
  private static final long MILLIS = Duration.ofMillis(1).toNanos();
  private static final int BURST = 100;

  @ParameterizedTest
  @ValueSource(longs = {0, 7_000, -5, Long.MAX_VALUE - 5})
  void after_a_burst_each_waits_two_milliseconds_longer(long now) {
    RefusalRateLimiter pace = new RefusalRateLimiter(now);
    for (int i = 0; i < BURST; i++) {
      assertThat(pace.next(now)).isZero();
    }
    assertThat(pace.next(now)).hasMillis(2);
    assertThat(pace.next(now)).hasMillis(4);
  }

  @Test
  void five_hundred_a_second_never_wait() {
    RefusalRateLimiter pace = new RefusalRateLimiter(0);
    for (int i = 0; i < 5_000; i++) {
      assertThat(pace.next(2L * i * MILLIS)).isZero();
    }
  }

  /// By more clients than the pace has turns in a second, or by some that leave before theirs.
  @Test
  void none_waits_longer_than_a_second() {
    RefusalRateLimiter pace = new RefusalRateLimiter(0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(pace.next(i * MILLIS / 10)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(pace.next(1_000 * MILLIS)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.next(2_100 * MILLIS)).isZero();
  }

  @Test
  void it_is_full_where_the_next_would_wait_for_a_second() {
    RefusalRateLimiter pace = new RefusalRateLimiter(0);
    int taken = 0;
    for (; !pace.isFull(0); taken++) {
      assertThat(pace.next(0)).isLessThan(Duration.ofSeconds(1));
    }
    assertThat(taken).isEqualTo(BURST - 1 + 500);
    assertThat(pace.isFull(MILLIS)).isFalse();
  }

  /// Of a hundred connections that send their next guess when the last was refused, for 10 s.
  @Test
  void a_flood_is_refused_at_the_pace() {
    RefusalRateLimiter pace = new RefusalRateLimiter(0);
    var sendAt = new PriorityQueue<Long>(Collections.nCopies(100, 0L));
    int refused = 0;
    while (sendAt.peek() < 10_000 * MILLIS) {
      long now = sendAt.poll();
      sendAt.add(now + pace.next(now).toNanos());
      refused++;
    }
    assertThat(refused).isBetween(5_000, 5_200);
  }

  @Test
  void a_pause_brings_one_burst_back_and_no_more() {
    RefusalRateLimiter pace = new RefusalRateLimiter(0);
    for (int i = 0; i < 1_000; i++) {
      var _ = pace.next(0);
    }
    long later = Duration.ofHours(1).toNanos();
    for (int i = 0; i < BURST; i++) {
      assertThat(pace.next(later)).isZero();
    }
    assertThat(pace.next(later)).hasMillis(2);
  }
}
