package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.retry.RetryDecision.GiveUp;
import dev.sluice.internal.retry.RetryDecision.Reason;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import dev.sluice.internal.retry.RetryDecision.Way;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @CsvSource({"1, 250", "2, 500", "3, 1000", "6, 8000", "9, 8000"})
  void a_transient_failure_is_repeated_within_a_doubling_bound(int attempts, long millis) {
    assertSpread(new RetryConfig(10, 0.1), BAD, attempts, 0, millis);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "9, 8000"})
  void throttling_without_a_hint_is_given_more_time(int attempts, long millis) {
    assertSpread(new RetryConfig(10, 0.1), throttled(null), attempts, 0, millis);
  }

  @ParameterizedTest
  @CsvSource({"0, 250", "100, 350", "2000, 2250", "20000, 22000", "60000, 66000"})
  void a_hint_wins_and_nothing_is_sent_before_it(long hint, long latest) {
    assertSpread(RetryConfig.defaults(), throttled(Duration.ofMillis(hint)), 1, hint, latest);
    assertSpread(RetryConfig.defaults(), overloaded(Duration.ofMillis(hint)), 1, hint, latest);
  }

  @Test
  void a_hint_of_more_than_a_minute_means_another_target_or_an_answer() {
    var later = throttled(Duration.ofSeconds(61));
    assertThat(decide(failed(later))).isEqualTo(new GiveUp(Reason.HINT));
    assertThat(decide(failed(later).another())).isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
  }

  @Test
  void a_hint_beyond_the_deadline_means_another_target_or_an_answer() {
    At at = failed(throttled(Duration.ofSeconds(9))).remaining(Duration.ofSeconds(9));
    assertThat(decide(at)).isEqualTo(new GiveUp(Reason.DEADLINE));
    assertThat(decide(at.another())).isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
  }

  @Test
  void no_wait_ever_passes_the_deadline() {
    for (int i = 0; i < 10_000; i++) {
      Duration remaining = Duration.ofMillis(1 + random.nextLong(9000));
      Optional<Duration> hint =
          random.nextBoolean()
              ? Optional.of(Duration.ofMillis(random.nextLong(9000)))
              : Optional.empty();
      At at =
          failed(new Failed.Throttled(Dimension.UNKNOWN, hint, "m"))
              .attempts(1 + random.nextInt(2))
              .remaining(remaining);
      at = random.nextBoolean() ? at : at.refused();
      if (decide(at) instanceof Repeat again) {
        assertThat(again.after()).isLessThan(remaining);
        assertThat(again.after()).isGreaterThanOrEqualTo(hint.orElse(Duration.ZERO));
      }
    }
  }

  @Test
  void another_target_needs_no_backoff() {
    for (Failed why : List.of(BAD, throttled(null), new Failed.Overloaded(409, none(), "m"))) {
      assertThat(decide(failed(why).another())).isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
    }
  }

  @Test
  void what_would_fail_again_is_never_repeated() {
    for (Failed why :
        List.of(
            new Failed.Refused(400, "application/json", "{}"),
            new Failed.Invalid(404, "model_not_found", none(), "m"),
            new Failed.Cancelled(),
            new Failed.Internal(),
            new Failed.Shed(Failed.Reason.DRAINING, none()),
            new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(Duration.ofSeconds(1))),
            new Failed.Unreachable(Obstacle.EGRESS_DENIED, "m"),
            new Failed.TimedOut(Phase.DEADLINE, HOUR))) {
      assertThat(decide(failed(why).another())).isEqualTo(new GiveUp(Reason.TERMINAL));
    }
  }

  @Test
  void what_only_this_target_suffers_from_goes_elsewhere_or_nowhere() {
    for (Failed why :
        List.of(
            new Failed.Refused(413, "application/json", "{}"),
            new Failed.Unreachable(Obstacle.TLS, "m"),
            new Failed.Unreachable(Obstacle.PROXY_DENIED, "m"),
            new Failed.BadAnswer(Flaw.REDIRECT, "m"),
            new Failed.BadAnswer(Flaw.TOO_LARGE, "m"),
            new Failed.TimedOut(Phase.TOTAL, HOUR))) {
      assertThat(decide(failed(why))).isEqualTo(new GiveUp(Reason.TERMINAL));
      assertThat(decide(failed(why).another())).isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
    }
  }

  @Test
  void nothing_is_repeated_after_the_commit_point() {
    assertThat(decide(failed(BAD).another().committed())).isEqualTo(new GiveUp(Reason.COMMITTED));
  }

  @Test
  void three_attempts_are_all() {
    assertThat(decide(failed(BAD).attempts(2))).isInstanceOf(Repeat.class);
    assertThat(decide(failed(BAD).attempts(3).another())).isEqualTo(new GiveUp(Reason.ATTEMPTS));
  }

  /// Three of the client's and three of ours would be nine.
  @Test
  void what_the_client_repeats_itself_goes_elsewhere_or_waits_for_a_hint() {
    for (Failed why : List.of(BAD, throttled(null))) {
      assertThat(decide(failed(why).again())).isEqualTo(new GiveUp(Reason.CLIENT));
      assertThat(decide(failed(why).again().another()))
          .isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
    }
    assertThat(decide(failed(throttled(Duration.ofSeconds(1))).again())).isInstanceOf(Repeat.class);
    var ofAccount =
        new Failed.AccountThrottled(
            "openai-project", Failed.Dimension.REQUESTS, Optional.of(Duration.ofSeconds(1)), "m");
    assertThat(decide(failed(ofAccount))).isInstanceOf(Repeat.class);
    assertThat(decide(failed(ofAccount).again())).isEqualTo(new GiveUp(Reason.CLIENT));
  }

  @Test
  void nothing_is_repeated_beyond_the_budget() {
    assertThat(decide(failed(BAD).another().poor())).isEqualTo(new GiveUp(Reason.BUDGET));
  }

  @Test
  void a_useless_credential_gives_way_to_the_next_at_once_and_for_free() {
    for (Failed why : List.of(new Failed.Exhausted("m"), new Failed.CredentialRefused(401))) {
      At at = failed(why).attempts(3).poor();
      assertThat(decide(at.another())).isEqualTo(new Repeat(Duration.ZERO, Way.CREDENTIAL));
      assertThat(decide(at)).isEqualTo(new GiveUp(Reason.TERMINAL));
    }
  }

  @Test
  void a_session_that_is_refused_lets_its_calls_go_to_another_target() {
    At at = failed(new Failed.CredentialRefused(Failed.Scope.SESSION, 403, ""));
    assertThat(decide(at.another())).isEqualTo(new Repeat(Duration.ZERO, Way.ELSEWHERE));
    assertThat(decide(at)).isEqualTo(new GiveUp(Reason.TERMINAL));
  }

  @Test
  void what_admission_refuses_is_not_asked_again() {
    for (Failed why :
        List.of(throttled(Duration.ofSeconds(5)), overloaded(Duration.ofSeconds(1)))) {
      assertThat(decide(failed(why).another().refused())).isEqualTo(new GiveUp(Reason.TERMINAL));
    }
  }

  private static final Failed BAD = new Failed.BadAnswer(Flaw.TRUNCATED, "m");

  private void assertSpread(
      RetryConfig config, Failed why, int attempts, long earliest, long latest) {
    var policy = new RetryPolicy(config);
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      var again = (Repeat) policy.decide(failed(why).attempts(attempts).failedAttempt(), random);
      assertThat(again.way()).isEqualTo(Way.LATER);
      assertThat(again.after()).isBetween(Duration.ofMillis(earliest), Duration.ofMillis(latest));
      sum += again.after().toNanos() / 1e6;
    }
    assertThat(sum / 1000)
        .isBetween(earliest + (latest - earliest) * 0.45, earliest + (latest - earliest) * 0.55);
  }

  private RetryDecision decide(At at) {
    return new RetryPolicy(RetryConfig.defaults()).decide(at.failedAttempt(), random);
  }

  private static Failed throttled(@Nullable Duration hint) {
    return new Failed.Throttled(Dimension.REQUESTS, Optional.ofNullable(hint), "m");
  }

  private static Failed overloaded(Duration hint) {
    return new Failed.Overloaded(503, Optional.of(hint), "m");
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static At failed(Failed why) {
    return new At(new FailedAttempt(why, true, 1, 0, false, HOUR, Optional.empty(), true, false));
  }

  /// A failed attempt in the making.
  private record At(FailedAttempt failedAttempt) {
    At attempts(int attempts) {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              attempts,
              s.moves(),
              s.committed(),
              s.remaining(),
              s.another(),
              s.affordable(),
              s.again()));
    }

    At refused() {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              false,
              s.attempts(),
              s.moves(),
              s.committed(),
              s.remaining(),
              s.another(),
              s.affordable(),
              s.again()));
    }

    At remaining(Duration remaining) {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              s.attempts(),
              s.moves(),
              s.committed(),
              remaining,
              s.another(),
              s.affordable(),
              s.again()));
    }

    At committed() {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              s.attempts(),
              s.moves(),
              true,
              s.remaining(),
              s.another(),
              s.affordable(),
              s.again()));
    }

    At another() {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              s.attempts(),
              s.moves(),
              s.committed(),
              s.remaining(),
              Optional.of("b/y"),
              s.affordable(),
              s.again()));
    }

    At poor() {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              s.attempts(),
              s.moves(),
              s.committed(),
              s.remaining(),
              s.another(),
              false,
              s.again()));
    }

    At again() {
      FailedAttempt s = failedAttempt;
      return new At(
          new FailedAttempt(
              s.why(),
              s.attempted(),
              s.attempts(),
              s.moves(),
              s.committed(),
              s.remaining(),
              s.another(),
              s.affordable(),
              true));
    }
  }
}
