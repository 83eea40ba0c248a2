package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Outcome;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Failures that may be the fault of the request that met them.
class SecondOpinionTest extends SecondOpinionFixture {
  private static final int SHORT = 1_000;

  static List<Outcome> outcomes_that_may_follow_from_the_request() {
    return List.of(
        BROKEN,
        new Failed.Overloaded(501, Optional.empty(), "not implemented"),
        EMPTY,
        new Failed.BadAnswer(Flaw.MALFORMED, "no JSON"),
        new Failed.TimedOut(Phase.TOTAL, BASE));
  }

  @ParameterizedTest
  @MethodSource
  void outcomes_that_may_follow_from_the_request(Outcome outcome) {
    for (int i = 0; i < 10; i++) {
      rig.ask(rig.call("a", LONG), true).ifPresent(attempt -> attempt.end(outcome));
    }
    assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
    assertThat(rig.ask(rig.call("b", LONG), true)).isPresent();
    assertThat(rig.ask(rig.call("b", LONG), false)).isPresent();
  }

  @Test
  void one_caller_s_failures_open_it_to_requests_like_those_alone() {
    poison(10);
    assertThat(rig.state()).isEqualTo(State.OPEN);
    assertThat(rig.changes(Transition.ONE_CALLER)).isEqualTo(1);
    assertThat(rig.ask(rig.call("a", LONG / 2), true)).isEmpty();
    for (int i = 0; i < 100; i++) {
      rig.ask(rig.call("b", LONG), false).orElseThrow().answer();
      rig.ask(rig.call("a", LONG / 2 - 1), false).orElseThrow().answer();
      rig.ask(rig.call(new SchedulingHints(Band.NORMAL, "t", 0).by("a"), LONG), false)
          .orElseThrow()
          .answer();
    }
    assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
  }

  @Test
  void the_repeats_of_one_request_open_it_to_that_request_alone() {
    for (int i = 0; i < 10; i++) {
      rig.ask(rig.call("a", LONG), true).orElseThrow().end(EMPTY);
    }
    assertThat(rig.changes(Transition.ONE_CALLER)).isEqualTo(1);
    assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
    rig.ask(rig.call("a", LONG + 1), false).orElseThrow().answer();
  }

  @Test
  void an_answer_to_another_shows_that_the_target_is_well() {
    poison(10);
    rig.ask(rig.call("b", LONG), false).orElseThrow().answer();
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(rig.changes(Transition.SECOND_OPINION)).isEqualTo(1);
    rig.ask(rig.call("b", LONG), false).orElseThrow().end(BROKEN);
    assertThat(rig.ask(rig.call("c", LONG), false)).isPresent();
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void all_others_may_ask_at_a_time() {
    poison(10);
    for (int i = 0; i < 50; i++) {
      assertThat(rig.ask(rig.call("b" + i, LONG), false)).isPresent();
    }
  }

  @Test
  void a_second_caller_that_fails_likewise_opens_it_to_all() {
    poison(10);
    rig.ask(rig.call("b", SHORT), true).orElseThrow().end(EMPTY);
    assertThat(rig.changes(Transition.FAILURES)).isEqualTo(1);
    assertThat(rig.ask(rig.call("c", SHORT), true)).isEmpty();
    assertThat(rig.closedFor(false)).isEqualTo(BASE);
  }

  @Test
  void a_clearly_smaller_request_that_fails_opens_it_to_all_of_the_same_caller_s() {
    poison(10);
    rig.ask(rig.call("a", SHORT), true).orElseThrow().end(EMPTY);
    assertThat(rig.ask(rig.call("a", 1), true)).isEmpty();
    assertThat(rig.ask(rig.call("c", LONG), false)).isPresent();
    assertThat(rig.ask(rig.call("c", SHORT), false)).isPresent();
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER));
  }

  @Test
  void one_caller_s_failures_with_bodies_of_all_sizes_open_it_to_that_caller_alone() {
    for (int size = LONG; size > 0; size /= 3) {
      int of = size;
      rig.ask(rig.call("a", of), true).ifPresent(attempt -> attempt.end(BROKEN));
    }
    assertThat(rig.ask(rig.call("a", SHORT), false)).isEmpty();
    assertThat(rig.ask(rig.call("b", SHORT), false)).isPresent();
  }

  @Test
  void a_share_of_one_caller_s_failures_of_all_sizes_moves_no_other_caller() {
    for (int i = 0; i < 300; i++) {
      int size = LONG >> (i % 12);
      rig.ask(rig.call("a", size), false).ifPresent(attempt -> attempt.end(BROKEN));
      rig.ask(rig.call("b", SHORT), false).orElseThrow().answer();
      rig.advance(Duration.ofMillis(50));
    }
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER)).isPositive();
  }

  @Test
  void it_is_let_go_when_its_failures_are_too_old_and_another_was_answered() {
    poison(10);
    rig.ask(rig.call("b", LONG), false).orElseThrow().answer();
    rig.advance(Duration.ofMinutes(1));
    rig.ask(rig.call("a", LONG), false).orElseThrow().answer();
    for (int i = 0; i < 5; i++) {
      rig.ask(rig.call("b", LONG + i % 2), false).orElseThrow().end(EMPTY);
    }
    assertThat(rig.ask(rig.call("b", LONG), false)).isEmpty();
    assertThat(rig.ask(rig.call("c", LONG), false)).isPresent();
  }

  @Test
  void it_turns_to_another_caller_that_fails_while_all_others_are_answered() {
    poison(10);
    rig.ask(rig.call("c", LONG), false).orElseThrow().answer();
    for (int i = 0; i < 5; i++) {
      rig.ask(rig.call("b", LONG + i % 2), false).orElseThrow().end(EMPTY);
    }
    assertThat(rig.ask(rig.call("b", LONG), false)).isEmpty();
    assertThat(rig.ask(rig.call("c", LONG), false)).isPresent();
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER));
  }

  @Test
  void a_target_that_fails_for_certain_needs_no_second_caller() {
    for (int i = 0; i < 4; i++) {
      rig.ask(rig.call("a", LONG), false).orElseThrow().end(BROKEN);
    }
    rig.ask(rig.call("a", LONG), false).orElseThrow().end(Rig.DOWN);
    assertThat(rig.changes(Transition.FAILURES)).isEqualTo(1);
    assertThat(rig.ask(rig.call("b", LONG), false)).isEmpty();
  }

  @Test
  void a_share_of_failures_is_taken_without_one_caller_s() {
    for (int i = 0; i < 60; i++) {
      rig.ask(rig.call("a", LONG), true).ifPresent(attempt -> attempt.end(BROKEN));
      if (i % 2 == 0) {
        rig.ask(rig.call("b", SHORT), false).orElseThrow().answer();
      }
      rig.advance(Duration.ofMillis(100));
    }
    assertThat(rig.changes(Transition.ONE_CALLER)).isPositive();
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER));
    assertThat(rig.ask(rig.call("a", LONG), false)).isEmpty();
  }

  @Test
  void half_of_two_callers_calls_that_fail_open_it_to_all() {
    for (int i = 0; i < 20 && rig.changes(Transition.FAILURE_RATE) == 0; i++) {
      rig.ask(rig.call("a", LONG), true).ifPresent(attempt -> attempt.end(BROKEN));
      rig.ask(rig.call("b", LONG), true).ifPresent(attempt -> attempt.end(BROKEN));
      rig.ask(rig.call("c", LONG), true).orElseThrow().answer();
    }
    assertThat(rig.changes(Transition.FAILURE_RATE)).isEqualTo(1);
  }

  @Test
  void one_caller_s_failures_after_the_start_move_no_other_caller() {
    for (int i = 0; i < 50; i++) {
      rig.ask(rig.call("a", LONG), true).orElseThrow().start().end(Rig.BROKEN);
      rig.ask(rig.call("b", LONG), false).orElseThrow().answer();
    }
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER));
  }

  @Test
  void failures_of_many_callers_are_the_target_s() {
    for (int i = 0; i < 5; i++) {
      rig.ask(rig.call("caller" + i, LONG), false).orElseThrow().end(BROKEN);
    }
    assertThat(rig.changes(Transition.FAILURES)).isEqualTo(1);
  }

  /// In quick start all callers look alike, but for the sizes of what they ask.
  @Test
  void an_outage_that_one_caller_meets_opens_it_within_a_few_more_attempts() {
    for (int seed = 0; seed < 1_000; seed++) {
      var outage = new Rig(BreakerConfig.defaults(), seed);
      var random = new SplittableRandom(seed);
      int let = 0;
      for (int i = 0; i < 200; i++) {
        int size = (int) Math.exp(random.nextDouble(Math.log(100), Math.log(LONG)));
        Optional<Attempt> attempt = outage.ask(outage.call("a", size), true);
        let += attempt.isPresent() ? 1 : 0;
        attempt.ifPresent(a -> a.end(BROKEN));
      }
      assertThat(let).as("seed %d", seed).isLessThanOrEqualTo(11);
    }
  }

  /// Whatever one caller's requests do and whenever, the others' are answered and none is refused.
  @Test
  void no_schedule_refuses_one_caller_for_another_s_fault() {
    int schedules = LongForm.rounds(800, 10_000);
    int opened = 0;
    for (int seed = 0; seed < schedules; seed++) {
      var schedule = new Schedule(seed);
      schedule.run();
      opened += schedule.target.changes(Transition.ONE_CALLER) > 0 ? 1 : 0;
    }
    assertThat(opened).as("schedules that open it to one caller").isGreaterThan(schedules / 2);
  }

  /// Random steps of one caller whose requests of all sizes fail and of others, which are answered.
  private static final class Schedule {
    private final int seed;
    private final SplittableRandom random;
    private final Rig target;
    private final List<Attempt> poisoned = new ArrayList<>();
    private final List<Attempt> good = new ArrayList<>();

    Schedule(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.target = new Rig(BreakerConfig.defaults(), seed);
    }

    void run() {
      for (int step = 0; step < 200; step++) {
        switch (random.nextInt(10)) {
          case 0 -> target.advance(Duration.ofMillis(random.nextInt(3_000)));
          case 1 -> good.add(enters(() -> target.call("b" + random.nextInt(12), LONG)));
          case 2 -> good.add(enters(() -> target.call("c", 1 + random.nextInt(SHORT))));
          case 3 -> one(good).ifPresent(Attempt::answer);
          case 4, 5, 6 -> poison().ifPresent(poisoned::add);
          default -> one(poisoned).ifPresent(this::breaks);
        }
      }
    }

    private Attempt enters(Supplier<Call> call) {
      Optional<Attempt> attempt = target.ask(call.get(), random.nextBoolean());
      assertThat(attempt).as("seed %d", seed).isPresent();
      return attempt.get();
    }

    private Optional<Attempt> poison() {
      int size = (int) Math.exp(random.nextDouble(Math.log(1), Math.log(LONG)));
      return target.ask(target.call("a", size), random.nextBoolean());
    }

    private void breaks(Attempt attempt) {
      if (random.nextInt(8) == 0) {
        attempt.start();
      }
      attempt.end(random.nextBoolean() ? BROKEN : EMPTY);
    }

    private Optional<Attempt> one(List<Attempt> of) {
      return of.isEmpty() ? Optional.empty() : Optional.of(of.remove(random.nextInt(of.size())));
    }
  }
}
