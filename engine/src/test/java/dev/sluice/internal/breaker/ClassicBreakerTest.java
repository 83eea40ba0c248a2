package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClassicBreakerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Rig rig = new Rig(BreakerConfig.classicDefaults());

  @Test
  void five_failures_open_it_for_a_minute_then_one_probe_decides() {
    rig.fail(5);
    assertThat(rig.closedFor(false)).isEqualTo(MINUTE);
    assertThat(rig.askLast()).isEmpty();
    rig.advance(MINUTE);
    Attempt probe = rig.enter();
    assertThat(rig.ask()).isEmpty();
    probe.end(Rig.DOWN);
    assertThat(rig.closedFor(false)).isEqualTo(MINUTE);
    rig.advance(MINUTE);
    rig.succeed(1);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_without_a_result_gives_its_slot_back() {
    rig.fail(5);
    rig.advance(MINUTE);
    rig.enter().end(new Failed.Cancelled());
    rig.succeed(1);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_that_never_reports_blocks_no_other_for_longer_than_its_lease() {
    rig.fail(5);
    rig.advance(MINUTE);
    Attempt lost = rig.enter();
    rig.advance(MINUTE);
    rig.succeed(1);
    lost.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void it_does_as_resilience4j_does_with_the_same_numbers() {
    var random = new SplittableRandom(11);
    var oracle = oracle();
    for (int i = 0; i < 20_000; i++) {
      Optional<Attempt> ours = rig.ask();
      assertThat(permits(oracle)).as("call %d", i).isEqualTo(ours.isPresent());
      if (ours.isPresent()) {
        Outcome outcome = outcome(random);
        ours.get().end(outcome);
        tell(oracle, outcome);
      }
      assertThat(rig.state().name()).isEqualTo(oracle.getState().name());
      rig.advance(Duration.ofMillis(random.nextInt(ours.isPresent() ? 1000 : 30_000)));
    }
    assertThat(rig.changes(Transition.PROBE_FAILED)).isGreaterThan(100);
    assertThat(rig.changes(Transition.RECOVERED)).isGreaterThan(100);
  }

  private static Outcome outcome(SplittableRandom random) {
    List<Outcome> outcomes = List.of(new Answered(), Rig.DOWN, Rig.DOWN, Rig.THROTTLED);
    return outcomes.get(random.nextInt(outcomes.size()));
  }

  private static boolean permits(CircuitBreaker oracle) {
    try {
      oracle.acquirePermission();
      return true;
    } catch (CallNotPermittedException closed) {
      return false;
    }
  }

  private static void tell(CircuitBreaker oracle, Outcome outcome) {
    if (outcome instanceof Answered) {
      oracle.onSuccess(0, TimeUnit.NANOSECONDS);
    } else if (outcome.equals(Rig.DOWN)) {
      oracle.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("down"));
    } else {
      oracle.releasePermission();
    }
  }

  private CircuitBreaker oracle() {
    return CircuitBreaker.of(
        "oracle",
        CircuitBreakerConfig.custom()
            .clock(clock())
            .slidingWindow(5, 5, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .waitDurationInOpenState(MINUTE)
            .permittedNumberOfCallsInHalfOpenState(1)
            .build());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return rig.loop.wall();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void a_list_of_models_puts_it_on_trial_where_no_call_comes() {
    rig.fail(5);
    rig.breaker.listed(rig.loop.nanos());
    assertThat(rig.state()).isEqualTo(State.OPEN);
    rig.advance(MINUTE);
    rig.breaker.listed(rig.loop.nanos());
    assertThat(rig.state()).isEqualTo(State.HALF_OPEN);
    Attempt probe = rig.enter();
    assertThat(rig.ask()).isEmpty();
    probe.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }
}
