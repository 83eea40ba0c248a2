package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RateLimitInfo.Limit;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeaderTrustTest {
  private static final long SECOND = 1_000_000_000L;

  private final HeaderTrust trust = new HeaderTrust();
  private final LimitEstimate estimate = new LimitEstimate(OptionalLong.of(1_000), 0);

  @Test
  void what_makes_no_sense_is_ignored_and_counted() {
    assertThat(trust.isNews(room(1_000, 1_001), 1, estimate, 0)).isFalse();
    assertThat(trust.isNews(room(1_000, -1), 1, estimate, 0)).isFalse();
    assertThat(trust.isNews(room(0, 0), 1, estimate, 0)).isFalse();
    assertThat(trust.isNews(room(9, 0), 1, estimate, 0)).isFalse();
    assertThat(trust.isNews(room(50, 0), 501, estimate, 0)).isFalse();
    assertThat(trust.isNews(room(Long.MAX_VALUE, 0), 1, estimate, 0)).isFalse();
    assertThat(trust.ignored()).isEqualTo(6);
    assertThat(trust.isNews(room(1_000, 1_000), 1, estimate, 0)).isTrue();
  }

  @Test
  void what_was_said_to_an_earlier_attempt_is_old() {
    assertThat(trust.isNews(room(1_000, 5), 1, estimate, 10)).isTrue();
    assertThat(trust.isNews(room(1_000, 5), 1, estimate, 9)).isFalse();
    assertThat(trust.ignored()).isZero();
  }

  @Test
  void they_raise_nothing_for_a_minute_after_a_refusal() {
    assertThat(trust.raise(0)).isTrue();
    var calm = new HeaderTrust();
    calm.contradicted(0);
    assertThat(calm.raise(59 * SECOND)).isFalse();
    assertThat(calm.raise(60 * SECOND)).isTrue();
  }

  @Test
  void and_for_ten_when_they_had_raised_something() {
    assertThat(trust.raise(0)).isTrue();
    trust.contradicted(SECOND);
    assertThat(trust.raise(600 * SECOND)).isFalse();
    assertThat(trust.raise(601 * SECOND)).isTrue();
  }

  @Test
  void what_was_guessed_comes_back_once() {
    trust.guessed(30, 100);
    trust.guessed(100, 100);
    assertThat(trust.overcharged(60)).isEqualTo(60);
    assertThat(trust.overcharged(60)).isEqualTo(40);
    assertThat(trust.overcharged(60)).isZero();
  }

  private static Limit room(long limit, long remaining) {
    return new Limit(OptionalLong.of(limit), OptionalLong.of(remaining), Optional.empty());
  }
}
