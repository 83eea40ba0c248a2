package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import dev.sluice.internal.retry.RetryDecision.Way;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many calls through the retry's own state machines, in virtual time, with nothing but them: no
/// breaker, no queue.
class OutageTest {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Failed DOWN = new Failed.Unreachable(Obstacle.REFUSED, "down");

  private final VirtualLoop loop = new VirtualLoop();
  private final SplittableRandom random = new SplittableRandom(17);
  private final RetryPolicy policy = new RetryPolicy(RetryConfig.defaults());
  private final RetryBudget budget = new RetryBudget();

  private int calls;
  private int attempts;
  private int failures;
  private double failing = 1;

  /// "In a 60 s total outage at 20 calls a second or more, with the breaker off, at most 1.10
  /// attempts per call that made one (an SDK alone: 3.0)."
  @ParameterizedTest
  @ValueSource(ints = {20, 50, 200})
  void a_total_outage_costs_a_tenth_more_attempts_at_most(int callsPerSecond) {
    for (int healthySeconds : new int[] {0, 60}) {
      failing = 0;
      run(callsPerSecond, Duration.ofSeconds(healthySeconds));
      calls = 0;
      attempts = 0;
      failing = 1;
      run(callsPerSecond, Duration.ofSeconds(60));
      loop.advance(DEADLINE);
      assertThat((double) attempts / calls).isLessThanOrEqualTo(1.10).isGreaterThan(1.05);
    }
  }

  /// "2 % injected failures before the commit point leave at most 0.02 % client-visible errors."
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 200})
  void rare_failures_are_all_but_never_seen(int callsPerSecond) {
    failing = 0.02;
    run(callsPerSecond, Duration.ofSeconds(200_000 / callsPerSecond));
    loop.advance(DEADLINE);
    assertThat((double) failures / calls).isLessThanOrEqualTo(0.0002);
    assertThat((double) attempts / calls).isLessThan(1.03);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void nothing_is_sent_before_a_hint(int callsPerSecond) {
    var throttling = new Throttling();
    for (int i = 0; i < 60 * callsPerSecond; i++) {
      throttling.call();
      loop.advance(Duration.ofNanos(1_000_000_000 / callsPerSecond));
    }
    loop.advance(DEADLINE);
    assertThat(throttling.early).isZero();
    assertThat(throttling.repeats).isPositive();
  }

  private void run(int callsPerSecond, Duration length) {
    long pause = 1_000_000_000 / callsPerSecond;
    for (long left = length.toNanos(); left > 0; left -= pause) {
      calls++;
      attempt(1, loop.nanos() + DEADLINE.toNanos());
      loop.advance(Duration.ofNanos(pause));
    }
  }

  private void attempt(int number, long deadline) {
    long now = loop.nanos();
    attempts++;
    if (number == 1) {
      budget.first(now);
    }
    if (random.nextDouble() >= failing) {
      return;
    }
    var at = failedAttempt(DOWN, number, Duration.ofNanos(deadline - now));
    if (policy.decide(at, random) instanceof Repeat again && budget.take(0.1, now)) {
      var _ = loop.schedule(again.after(), () -> attempt(number + 1, deadline));
    } else {
      failures++;
    }
  }

  private FailedAttempt failedAttempt(Failed why, int attempts, Duration remaining) {
    return new FailedAttempt(
        why,
        true,
        attempts,
        0,
        false,
        remaining,
        Optional.empty(),
        budget.allows(0.1, loop.nanos()),
        false);
  }

  /// A provider that refuses every call and asks to stay away for a random time.
  private final class Throttling {
    private int early;
    private int repeats;

    void call() {
      budget.first(loop.nanos());
      refuse(1);
    }

    private void refuse(int attempt) {
      Duration hint = Duration.ofMillis(random.nextInt(20_000));
      long notBefore = loop.nanos() + hint.toNanos();
      var why = new Failed.Throttled(Dimension.REQUESTS, Optional.of(hint), "m");
      if (policy.decide(failedAttempt(why, attempt, DEADLINE), random) instanceof Repeat again
          && budget.take(0.1, loop.nanos())) {
        assertThat(again.way()).isEqualTo(Way.LATER);
        var _ = loop.schedule(again.after(), () -> repeat(attempt + 1, notBefore));
      }
    }

    private void repeat(int attempt, long notBefore) {
      repeats++;
      early += loop.nanos() - notBefore < 0 ? 1 : 0;
      refuse(attempt);
    }
  }
}
