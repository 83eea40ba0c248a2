package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.answered;
import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.limits;
import static dev.sluice.internal.quota.QuotaCalls.settle;
import static dev.sluice.internal.quota.QuotaCalls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeRule.Output;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuotaTest extends QuotaFixture {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_call_reserves_its_input_and_its_bound_and_settles_for_what_it_used() {
    Quota quota = quota(limits(0, TPM));
    Permit permit = enter(quota, call, 0);
    assertThat(tokens(quota, 0).reserved()).isEqualTo(1_500);
    double before = tokens(quota, 0).remaining();
    answered(permit, used(1_100, 100), 0, 0);
    assertThat(tokens(quota, 0).reserved()).isZero();
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before + 300, within(1.0));
  }

  @Test
  void what_is_used_beyond_the_reservation_is_owed() {
    Quota quota = quota(limits(0, TPM));
    Permit permit = enter(quota, call, 0);
    answered(permit, used(9_000, 500), 0, 0);
    assertThat(quota.closed(call, true, 0)).isPresent();
  }

  @Test
  void a_closed_gate_tells_exactly_when_it_opens() {
    Quota quota = quota(limits(0, TPM));
    while (quota.closed(call, true, 0).isEmpty()) {
      enter(quota, call, 0);
    }
    Gate.Closed closed = quota.closed(call, true, 0).orElseThrow();
    assertThat(quota.closed(call, true, closed.until() - 1_000_000)).isPresent();
    assertThat(quota.closed(call, true, closed.until())).isEmpty();
    assertThat(closed.why())
        .isInstanceOfSatisfying(
            Failed.Throttled.class,
            why -> {
              assertThat(why.dimension()).isEqualTo(Failed.Dimension.TOKENS);
              assertThat(why.hint()).contains(Duration.ofNanos(closed.until()));
            });
  }

  @Test
  void requests_are_counted_too() {
    Quota quota = quota(limits(60, 0));
    int entered = 0;
    while (quota.closed(call, true, 0).isEmpty()) {
      enter(quota, call, 0);
      entered++;
    }
    // A sixth of a minute's worth, less the margin.
    assertThat(entered).isEqualTo(9);
  }

  static Stream<Arguments> endings() {
    Usage some = new Usage(900, 40, 0, true);
    return Stream.of(
        Arguments.of(new Answered(), used(800, 100), 1, 900),
        Arguments.of(new Answered(), used(800, 100).and(used(800, 300)), 2, 2_000),
        Arguments.of(throttled(), Usage.NONE, 1, 0),
        Arguments.of(new Failed.Refused(400, "", ""), Usage.NONE, 1, 0),
        // By the second of two questions; the first had told what it used.
        Arguments.of(new Failed.Refused(400, "", ""), used(800, 100), 1, 900),
        Arguments.of(new Failed.Exhausted(""), Usage.NONE, 1, 0),
        Arguments.of(new Failed.CredentialRefused(401), Usage.NONE, 1, 0),
        Arguments.of(new Failed.Unreachable(Failed.Obstacle.REFUSED, ""), Usage.NONE, 0, 0),
        Arguments.of(new Failed.Unreachable(Failed.Obstacle.PROXY_FAILED, ""), Usage.NONE, 0, 0),
        Arguments.of(new Failed.Unreachable(Failed.Obstacle.RESET, ""), some, 1, 1_040),
        Arguments.of(new Failed.TimedOut(Failed.Phase.CONNECT, Duration.ZERO), Usage.NONE, 0, 0),
        Arguments.of(new Failed.TimedOut(Failed.Phase.STALL, Duration.ZERO), some, 1, 1_040),
        Arguments.of(new Failed.Overloaded(500, Optional.empty(), ""), some, 1, 1_040),
        Arguments.of(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, ""), some, 1, 1_040),
        Arguments.of(new Failed.Cancelled(), some, 1, 1_040),
        Arguments.of(new Failed.Internal(), some, 1, 1_040));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void every_ending_is_charged_for_what_may_have_reached_the_provider(
      Outcome outcome, Usage usage, int requests, int tokens) {
    var estimator =
        new ChargeEstimator(ChargeRule.defaults(), new LearnedEstimate(OptionalLong.empty()));
    Charge charge = estimator.actual(estimator.expected(call), outcome, usage);
    assertThat(charge.requests()).isEqualTo(requests);
    assertThat(charge.of(Dimension.TOKENS)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void a_permit_is_settled_once_on_every_path(
      Outcome outcome, Usage usage, int requests, int tokens) {
    Quota quota = quota(limits(0, TPM));
    Permit permit = enter(quota, call, 0);
    settle(permit, outcome, usage, 0, SECOND);
    assertThat(tokens(quota, SECOND).reserved()).isZero();
    assertThat(quota.gauges(SECOND).inFlight()).isZero();
    assertThatThrownBy(() -> settle(permit, outcome, usage, 0, SECOND))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_two_questions_have_used_tells_nothing_of_one() {
    var estimate = new LearnedEstimate(OptionalLong.empty());
    long before = estimate.input(call);
    estimate.learn(call, used(800, 100).and(used(800, 300)));
    assertThat(estimate.input(call)).isEqualTo(before);
  }

  @Test
  void providers_charge_by_rules_of_their_own() {
    assertThat(charged(Output.RESERVED, true)).isEqualTo(new Charge(1, 1_000, 100));
    assertThat(charged(Output.KEPT, true)).isEqualTo(new Charge(1, 1_000, 500));
    assertThat(charged(Output.WRITTEN, false)).isEqualTo(new Charge(1, 300, 100));
    assertThat(charged(Output.FREE, true)).isEqualTo(new Charge(1, 1_000, 0));
  }

  private Charge charged(Output output, boolean cached) {
    var rule = new ChargeRule(output, cached);
    var estimator = new ChargeEstimator(rule, new LearnedEstimate(OptionalLong.empty()));
    Usage usage = new Usage(1_000, 100, 700, false);
    return estimator.actual(estimator.expected(call), new Answered(), usage);
  }

  @Test
  void a_call_that_sets_no_bound_reserves_what_its_like_have_written() {
    var learned = new LearnedEstimate(OptionalLong.empty());
    var estimator = new ChargeEstimator(ChargeRule.defaults(), learned);
    Call unbounded = call(4_000, 0);
    for (int i = 0; i < 50; i++) {
      estimator.learn(unbounded, new Answered(), used(1_000, 80));
    }
    assertThat(estimator.expected(unbounded).output()).isBetween(80L, 100L);
    var configured =
        new ChargeEstimator(ChargeRule.defaults(), new LearnedEstimate(OptionalLong.of(2_000)));
    assertThat(configured.expected(unbounded).output()).isEqualTo(2_000);
    Call embedding = call(Operation.EMBEDDINGS, 4_000, 0, false);
    assertThat(configured.expected(embedding).output()).isZero();
    Call picture = call(Operation.IMAGES, 400, 1_500, false);
    assertThat(configured.expected(picture).output()).isEqualTo(1_500);
  }

  @Test
  void a_call_larger_than_the_whole_limit_is_refused_at_once_with_the_reason() {
    Quota quota = quota(limits(0, 10_000));
    assertThat(why(quota, call(400, 20_000)))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.status()).isEqualTo(413);
              assertThat(why.param()).contains("max_tokens");
            });
    // 128 KiB would have to hold ten times fewer tokens than usual to fit.
    assertThat(why(quota(limits(0, 2_000)), call(128 * 1024, 10)))
        .isInstanceOfSatisfying(Failed.Invalid.class, why -> assertThat(why.param()).isEmpty());
  }

  /// So a call that stands for several reserves what they would.
  @Test
  void embeddings_reserve_by_their_whole_size_and_others_only_to_a_bound() {
    var estimate = new LearnedEstimate(OptionalLong.empty());
    long one = estimate.input(call(Operation.EMBEDDINGS, 100 * 1024, 0, false));
    assertThat(estimate.input(call(Operation.EMBEDDINGS, 1000 * 1024, 0, false)))
        .isEqualTo(10 * one);
    assertThat(estimate.input(call(Operation.CHAT, 1000 * 1024, 0, false))).isLessThan(2 * one);
  }

  @Test
  void an_estimate_alone_refuses_no_call_for_good() {
    Quota quota = quota(limits(0, 2_000));
    // 10,000 tokens by the prior; but a language may have ten times more bytes a token.
    Call large = call(40_000, 10);
    assertThat(quota.closed(large, true, 0)).isEmpty();
    Permit permit = enter(quota, large, 0);
    assertThat(tokens(quota, 0).reserved()).isLessThanOrEqualTo(2_000);
    answered(permit, used(1_000, 10), 0, 0);
    assertThat(quota.closed(large, true, 60 * SECOND)).isEmpty();
  }

  @Test
  void nothing_goes_before_a_hint() {
    Quota quota = quota(QuotaLimits.NONE);
    Permit permit = enter(quota, call, 0);
    settle(
        permit,
        new Failed.Throttled(Failed.Dimension.UNKNOWN, Optional.of(Duration.ofSeconds(20)), ""),
        Usage.NONE,
        0,
        SECOND);
    assertThat(quota.closed(call, true, 21 * SECOND - 1)).isPresent();
    assertThat(quota.closed(call, true, 21 * SECOND)).isEmpty();
  }

  @Test
  void a_limit_of_an_account_that_one_call_has_chosen_closes_and_charges_nothing() {
    Quota quota = quota(limits(60, TPM));
    RateLimitSnapshot before = tokens(quota, 0);
    Permit permit = enter(quota, call, 0);
    settle(
        permit,
        new Failed.AccountThrottled(
            "openai-project", Failed.Dimension.DAY, Optional.of(Duration.ofSeconds(20)), ""),
        Usage.NONE,
        0,
        0);
    assertThat(quota.closed(call, true, 0)).isEmpty();
    assertThat(tokens(quota, 0).remaining()).isEqualTo(before.remaining());
    assertThat(tokens(quota, 0).limit()).isEqualTo(before.limit());
    assertThat(tokens(quota, 0).throttles()).isZero();
  }

  @Test
  void a_clock_that_jumps_neither_grants_more_nor_closes_for_good() {
    Quota quota = quota(limits(0, TPM));
    long now = 1_000 * SECOND;
    while (quota.closed(call, true, now).isEmpty()) {
      enter(quota, call, now);
    }
    assertThat(quota.closed(call, true, now - 900 * SECOND)).isPresent();
    long later = now + Duration.ofDays(3).toNanos();
    int entered = 0;
    while (quota.closed(call, true, later).isEmpty()) {
      enter(quota, call, later);
      entered++;
    }
    assertThat(entered).isBetween(5, 10);
  }

  @Test
  void too_many_at_a_time_are_no_throttling_but_a_lack_of_capacity() {
    var quota =
        new Quota(
            QuotaLimits.NONE,
            ChargeRule.defaults(),
            new Concurrency.Fixed(2),
            new LearnedEstimate(OptionalLong.empty()),
            false,
            0);
    Permit first = enter(quota, call, 0);
    enter(quota, call, 0);
    assertThat(why(quota, call)).isInstanceOf(Failed.Overloaded.class);
    answered(first, used(1, 1), 0, SECOND);
    assertThat(quota.closed(call, true, SECOND)).isEmpty();
  }

  @Test
  void what_nobody_has_a_limit_for_is_open() {
    Quota quota = quota(QuotaLimits.NONE);
    for (int i = 0; i < 10_000; i++) {
      enter(quota, call, 0);
    }
    assertThat(quota.closed(call, true, 0)).isEmpty();
  }
}
