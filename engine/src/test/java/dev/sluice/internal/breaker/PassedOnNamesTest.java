package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The circuits of a target that passes on the names that calls have.
class PassedOnNamesTest {
  private static final Failed DOWN = new Failed.Unreachable(Failed.Obstacle.REFUSED, "down");

  private final VirtualLoop loop = new VirtualLoop();
  private final Breakers breakers = breakers();

  private Breakers breakers() {
    var random = new SplittableRandom(7);
    var around =
        new BreakerContext(
            (_, _) -> Optional.empty(), (_, _) -> false, (_, _) -> false, () -> random);
    return new Breakers(around, loop.nanos());
  }

  private Breaker breaker(BreakerConfig config) {
    return breakers.of("p/*", EnumSet.of(Operation.CHAT), config);
  }

  @Test
  void failures_of_names_that_never_answer_close_nothing_to_one_that_has() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "real", new Answered());
    for (int i = 0; i < 100; i++) {
      attempt(breaker, "made-up-" + i, DOWN);
    }
    assertThat(isOpen(breaker, "made-up-100")).isTrue();
    assertThat(isOpen(breaker, "real")).isFalse();
    assertThat(breakers.readouts().getFirst().state()).isEqualTo(State.OPEN);
  }

  @Test
  void failures_of_one_that_has_answered_close_nothing_to_another() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "one", new Answered());
    attempt(breaker, "two", new Answered());
    for (int i = 0; i < 20; i++) {
      attempt(breaker, "one", DOWN);
    }
    assertThat(isOpen(breaker, "one")).isTrue();
    assertThat(isOpen(breaker, "two")).isFalse();
    assertThat(isOpen(breaker, "new")).isFalse();
  }

  @Test
  void an_outage_opens_it_before_anything_has_answered() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    for (int i = 0; i < 5; i++) {
      assertThat(isOpen(breaker, "model-" + i)).isFalse();
      attempt(breaker, "model-" + i, DOWN);
    }
    assertThat(isOpen(breaker, "model-5")).isTrue();
  }

  @Test
  void answers_of_probes_open_the_way_to_its_name_and_to_the_others() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    for (int i = 0; i < 5; i++) {
      attempt(breaker, "model-" + i, DOWN);
    }
    for (int i = 0; i < 10; i++) {
      loop.advance(Duration.ofMinutes(5));
      attempt(breaker, "model-0", new Answered());
    }
    assertThat(isOpen(breaker, "model-0")).isFalse();
    assertThat(isOpen(breaker, "model-9")).isFalse();
  }

  @Test
  void after_an_outage_it_closes_with_the_calls_of_a_name_that_has_answered() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    for (int i = 0; i < 20; i++) {
      attempt(breaker, "real", DOWN);
    }
    BreakerStats stats = breakers.readouts().getFirst();
    assertThat(stats.state()).isEqualTo(State.OPEN);
    loop.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 10; i++) {
      assertThat(isOpen(breaker, "real")).isFalse();
      attempt(breaker, "real", new Answered());
    }
    assertThat(stats.state()).isEqualTo(State.CLOSED);
    assertThat(stats.changes(Transition.RECOVERED)).isEqualTo(1);
    assertThat(isOpen(breaker, "new")).isFalse();
  }

  @Test
  void answers_of_one_that_has_answered_before_end_the_outage_of_the_others() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "real", new Answered());
    for (int i = 0; i < 20; i++) {
      attempt(breaker, "made-up-" + i, DOWN);
    }
    loop.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 10; i++) {
      attempt(breaker, "real", new Answered());
    }
    assertThat(breakers.readouts().getFirst().state()).isEqualTo(State.CLOSED);
    assertThat(isOpen(breaker, "made-up-1")).isFalse();
  }

  @Test
  void failures_of_one_that_has_answered_do_not_prolong_the_outage_of_the_others() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "real", new Answered());
    for (int i = 0; i < 20; i++) {
      attempt(breaker, "made-up-" + i, DOWN);
    }
    loop.advance(Duration.ofMinutes(10));
    BreakerStats stats = breakers.readouts().getFirst();
    long before = stats.changes(Transition.PROBE_FAILED);
    attempt(breaker, "real", DOWN);
    assertThat(stats.state()).isEqualTo(State.HALF_OPEN);
    assertThat(isOpen(breaker, "new")).isFalse();
    assertThat(stats.changes(Transition.PROBE_FAILED)).isEqualTo(before);
  }

  @Test
  void what_was_counted_stays_when_the_least_recently_used_goes() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "first", new Answered());
    for (int i = 0; i < 20; i++) {
      attempt(breaker, "first", DOWN);
    }
    for (int i = 0; i < 2_000; i++) {
      attempt(breaker, "model-" + i, new Answered());
    }
    BreakerStats stats = breakers.readouts().getFirst();
    assertThat(stats.state()).isEqualTo(State.CLOSED);
    assertThat(stats.changes(Transition.FAILURES)).isEqualTo(1);
    assertThat(breakers.readouts()).hasSize(1);
  }

  private boolean isOpen(Breaker breaker, String model) {
    return breaker.closed(call(model), false, loop.nanos()).isPresent();
  }

  private void attempt(Breaker breaker, String model, Outcome outcome) {
    var attempt =
        new AttemptResult(outcome, Usage.NONE, loop.nanos(), OptionalLong.empty(), loop.nanos());
    breaker.enter(call(model), loop.nanos()).settle(attempt);
  }

  private Call call(String model) {
    return Calls.streamed(loop, model);
  }

  @Test
  void a_list_puts_the_circuits_of_all_names_on_trial() {
    Breaker breaker = breaker(BreakerConfig.defaults());
    attempt(breaker, "real", new Answered());
    for (int i = 0; i < 10; i++) {
      attempt(breaker, "real", DOWN);
      attempt(breaker, "made-up-" + i, DOWN);
    }
    assertThat(breakers.readouts().getFirst().state()).isEqualTo(State.OPEN);
    loop.advance(Duration.ofSeconds(20));
    assertThat(breaker.lacksCalls(loop.nanos())).isTrue();
    breaker.listed(loop.nanos());
    assertThat(breakers.readouts().getFirst().state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.lacksCalls(loop.nanos())).isFalse();
  }
}
