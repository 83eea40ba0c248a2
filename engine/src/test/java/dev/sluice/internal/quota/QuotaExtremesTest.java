package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeRule.Output;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No number that a client or a provider makes up uses a quota up for the others.
class QuotaExtremesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long TPM = 2_000_000;

  /// 600 words.
  private static final int PROMPT = 3_000;

  private static final long[] BOUNDS = {
    0, 1, 9, 1_000_000, 1_000_001, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };
  private static final long[] COUNTS = {0, 1, 500, 1_000_001, 100_000_000};
  private static final int[] SIZES = {0, 1, PROMPT, 1 << 20};
  private static final Failed REFUSED = new Failed.Refused(400, "application/json", "{}");
  private static final List<Outcome> OUTCOMES =
      List.of(
          new Answered(),
          REFUSED,
          new Failed.Overloaded(503, Optional.empty(), "busy"),
          new Failed.Throttled(Failed.Dimension.TOKENS, Optional.of(Duration.ofDays(1)), "wait"),
          new Failed.Throttled(Failed.Dimension.UNKNOWN, Optional.empty(), "wait"),
          new Failed.Unreachable(Failed.Obstacle.RESET, "gone"),
          new Failed.Cancelled());

  @ParameterizedTest
  @ValueSource(longs = {1_000_001, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void a_call_that_the_provider_refuses_leaves_the_quota_as_it_was(long bound) {
    Quota quota = quota(TPM, Output.RESERVED);
    double before = tokens(quota, 0).remaining();
    Call absurd = call(PROMPT, bound);
    Permit permit = quota.enter(absurd, 0);
    assertThat(tokens(quota, 0).reserved()).isBetween(1_000_000.0, 1_060_000.0);
    settle(permit, REFUSED, Usage.NONE, 0, 0);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before, within(0.01));
    assertThat(quota.closed(call(PROMPT, 500), true, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Output.class)
  void whatever_calls_ask_for_nothing_of_the_account_goes_beyond_its_bounds(Output output) {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      long limit = random.nextBoolean() ? TPM : random.nextBoolean() ? 1 : Long.MAX_VALUE;
      var run = new Run(quota(limit, output), random);
      for (int step = 0; step < 300; step++) {
        run.step();
      }
      run.end();
    }
  }

  @Test
  void a_provider_that_reports_an_absurd_output_sets_no_account_on_fire() {
    var estimate = new LearnedEstimate(OptionalLong.empty());
    estimate.learn(call(PROMPT, 0), new Usage(1, Long.MAX_VALUE, 0, false));
    assertThat(estimate.output(call(PROMPT, 0))).isLessThanOrEqualTo(2_000_000);
  }

  private static Quota quota(long tpm, Output output) {
    return new Quota(
        QuotaCalls.limits(0, tpm),
        new ChargeRule(output, true),
        new Concurrency.Unbounded(),
        new LearnedEstimate(OptionalLong.empty()),
        false,
        0);
  }

  private static RateLimitSnapshot tokens(Quota quota, long now) {
    return quota.gauges(now).of(Dimension.TOKENS);
  }

  /// One sequence of attempts at random.
  private static final class Run {
    private final Quota quota;
    private final Random random;
    private final Deque<Permit> under = new ArrayDeque<>();
    private long now;

    Run(Quota quota, Random random) {
      this.quota = quota;
      this.random = random;
    }

    void step() {
      now += random.nextLong(2 * SECOND);
      Call call = call(SIZES[random.nextInt(SIZES.length)], one(BOUNDS));
      quota
          .closed(call, true, now)
          .ifPresent(closed -> assertThat(closed.until() - now).isPositive());
      assertThat(quota.nextOpen(call, ahead(), now) - now).isNotNegative();
      if (random.nextBoolean()) {
        under.add(quota.enter(call, now));
      } else if (!under.isEmpty()) {
        settleOne();
      }
      check();
    }

    void end() {
      while (!under.isEmpty()) {
        settleOne();
      }
      check();
      assertThat(tokens(quota, now).reserved()).isCloseTo(0, within(0.01));
    }

    private void settleOne() {
      Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
      Usage usage = new Usage(one(COUNTS), one(COUNTS), 0, random.nextBoolean());
      settle(under.remove(), outcome, usage, now, now);
    }

    private QueuedDemand ahead() {
      double much = one(BOUNDS);
      return new QueuedDemand(random.nextInt(1_000), much, much);
    }

    private long one(long[] of) {
      return of[random.nextInt(of.length)];
    }

    private void check() {
      RateLimitSnapshot gauges = tokens(quota, now);
      assertThat(gauges.remaining()).isBetween(0.0, gauges.limit());
      assertThat(gauges.reserved()).isGreaterThan(-0.01).isLessThan(1e9);
      assertThat(gauges.limit()).isGreaterThanOrEqualTo(1);
    }
  }
}
