package dev.sluice.sim.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final long SECOND = 1_000_000_000L;

  private static Limiter limiter(long rpm, long tpm, int concurrent, boolean refusalsCount) {
    return new Limiter(
        new ModelLimits(Limit.perMinute(rpm), Limit.perMinute(tpm), concurrent, refusalsCount), 0);
  }

  @Test
  void what_a_call_does_not_use_comes_back() {
    Limiter limiter = limiter(10, 1000, 10, false);
    LimitDecision.Granted grant = (LimitDecision.Granted) limiter.admit(600, 0);
    assertThat(limiter.tokens(0)).isEqualTo(new Limiter.LimitStatus(1000, 400, seconds(36)));
    limiter.settle(grant, 100, 0);
    assertThat(limiter.tokens(0)).isEqualTo(new Limiter.LimitStatus(1000, 900, seconds(6)));
  }

  @Test
  void what_a_call_uses_beyond_its_reservation_is_taken_too() {
    Limiter limiter = limiter(10, 1000, 10, false);
    LimitDecision.Granted grant = (LimitDecision.Granted) limiter.admit(100, 0);
    limiter.settle(grant, 1200, 0);
    assertThat(limiter.tokens(0)).isEqualTo(new Limiter.LimitStatus(1000, 0, seconds(72)));
  }

  @Test
  void a_refused_call_says_what_is_missing_and_for_how_long() {
    Limiter limiter = limiter(10, 1000, 10, false);
    limiter.admit(900, 0);
    assertThat(limiter.admit(200, 0))
        .isEqualTo(new LimitDecision.Refused(Dimension.TOKENS, 1000, 900, 200, seconds(6), false));
    assertThat(limiter.requests(0)).isEqualTo(new Limiter.LimitStatus(10, 9, seconds(6)));
  }

  @Test
  void refused_calls_may_use_up_requests() {
    Limiter limiter = limiter(10, 1000, 10, true);
    limiter.admit(900, 0);
    limiter.admit(200, 0);
    assertThat(limiter.requests(0)).isEqualTo(new Limiter.LimitStatus(10, 8, seconds(12)));
  }

  @Test
  void requests_are_limited_whatever_their_tokens() {
    Limiter limiter = limiter(1, 1000, 10, false);
    limiter.admit(1, 0);
    assertThat(limiter.admit(1, SECOND))
        .isEqualTo(new LimitDecision.Refused(Dimension.REQUESTS, 1, 1, 1, seconds(59), false));
    assertThat(limiter.admit(1, 60 * SECOND)).isInstanceOf(LimitDecision.Granted.class);
  }

  @Test
  void more_than_there_can_ever_be_is_refused_for_good() {
    Limiter limiter = limiter(10, 1000, 10, false);
    assertThat(limiter.admit(1001, 0))
        .isEqualTo(new LimitDecision.Refused(Dimension.TOKENS, 1000, 0, 1001, Duration.ZERO, true));
  }

  @Test
  void a_place_is_free_again_when_a_call_has_ended() {
    Limiter limiter = limiter(10, 1000, 1, false);
    LimitDecision.Granted grant = (LimitDecision.Granted) limiter.admit(1, 0);
    assertThat(limiter.admit(1, 0))
        .isEqualTo(new LimitDecision.Refused(Dimension.CONCURRENT, 1, 1, 1, seconds(1), false));
    limiter.settle(grant, 1, 0);
    assertThat(limiter.admit(1, 0)).isInstanceOf(LimitDecision.Granted.class);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
