package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.Reason;
import dev.sluice.call.Notice;
import dev.sluice.call.Outcome;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BreakerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Rig rig = new Rig(BreakerConfig.defaults());

  @Test
  void opens_after_five_failures_to_start_in_a_row() {
    rig.fail(4);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.fail(1);
    assertThat(rig.state()).isEqualTo(State.OPEN);
    assertThat(rig.changes(Transition.FAILURES)).isEqualTo(1);
    assertThat(rig.ask()).isEmpty();
  }

  @Test
  void an_operator_is_told_when_it_opens_and_when_it_closes_and_nothing_between() {
    rig.open();
    for (int probes = 0; probes < 3; probes++) {
      rig.advance(Duration.ofMinutes(2));
      rig.fail(1);
    }
    rig.advance(Duration.ofMinutes(2));
    rig.succeed(7);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(rig.told)
        .containsExactly(
            new Notice.Circuit("p/m", Operation.CHAT, true, "failures"),
            new Notice.Circuit("p/m", Operation.CHAT, false, "recovered"));
  }

  @Test
  void a_good_start_begins_the_count_anew() {
    rig.fail(4);
    rig.succeed(1);
    rig.fail(4);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_call_that_is_refused_is_told_when_to_come_back() {
    rig.open();
    rig.advance(SECOND);
    Gate.Closed closed =
        rig.breaker.closed(rig.call(Band.NORMAL), false, rig.loop.nanos()).orElseThrow();
    Duration left = Duration.ofSeconds(4);
    assertThat(closed.why()).isEqualTo(new Failed.Shed(Reason.CIRCUIT_OPEN, Optional.of(left)));
    assertThat(closed.until()).isEqualTo(rig.loop.nanos() + left.toNanos());
    rig.advance(left);
    assertThat(rig.ask()).isPresent();
  }

  @Test
  void opens_when_half_of_ten_calls_fail() {
    for (int i = 0; i < 4; i++) {
      rig.succeed(1);
      rig.fail(1);
    }
    rig.succeed(1);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.fail(1);
    assertThat(rig.changes(Transition.FAILURE_RATE)).isEqualTo(1);
  }

  @Test
  void failures_that_are_older_than_the_window_are_forgotten() {
    rig.fail(4);
    rig.succeed(1);
    rig.advance(Duration.ofSeconds(31));
    rig.succeed(5);
    rig.fail(4);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void streams_that_break_after_their_start_count() {
    List<Attempt> streams = Stream.generate(() -> rig.enter().start()).limit(10).toList();
    streams.subList(0, 4).forEach(stream -> stream.end(Rig.BROKEN));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    streams.get(5).end(Rig.BROKEN);
    assertThat(rig.changes(Transition.ONE_CALLER)).isEqualTo(1);
  }

  @Test
  void long_streams_are_not_seen_only_when_they_break() {
    List<Attempt> streams = Stream.generate(() -> rig.enter().start()).limit(1000).toList();
    rig.advance(Duration.ofMinutes(1));
    streams.subList(0, 30).forEach(stream -> stream.end(Rig.BROKEN));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void quick_errors_before_the_first_slow_start_are_a_drop_among_those_who_wait() {
    Stream.generate(rig::enter).limit(200).forEach(attempt -> assertThat(attempt).isNotNull());
    rig.fail(9);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.fail(1);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  static List<Outcome> outcomes_that_say_nothing_about_the_target() {
    return List.of(
        Rig.THROTTLED,
        new Failed.Throttled(Dimension.TOKENS, Optional.of(SECOND), "slow down"),
        new Failed.Overloaded(408, Optional.empty(), "timeout"),
        new Failed.Overloaded(409, Optional.empty(), "conflict"),
        new Failed.Exhausted("no credit"),
        new Failed.CredentialRefused(401),
        new Failed.Refused(400, "application/json", "{}"),
        new Failed.Invalid(400, "invalid_json", Optional.empty(), "no JSON"),
        new Failed.Unreachable(Obstacle.POOL_FULL, "busy"),
        new Failed.Unreachable(Obstacle.NO_DESCRIPTORS, "none left"),
        new Failed.TimedOut(Phase.DEADLINE, SECOND),
        new Failed.BadAnswer(Flaw.TOO_LARGE, "large"),
        new Failed.OutOfMemory(),
        new Failed.Shed(Reason.DRAINING, Optional.empty()),
        new Failed.Cancelled(),
        new Failed.Internal());
  }

  @ParameterizedTest
  @MethodSource
  void outcomes_that_say_nothing_about_the_target(Outcome outcome) {
    Stream.generate(rig::enter).limit(30).forEach(attempt -> attempt.start().end(outcome));
    rig.advance(Duration.ofMinutes(1));
    rig.fail(4);
    Stream.generate(rig::enter).limit(30).forEach(attempt -> attempt.end(outcome));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.fail(1);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  static List<Outcome> outcomes_that_count_as_failing() {
    return List.of(
        new Failed.Overloaded(503, Optional.empty(), "overloaded"),
        new Failed.Overloaded(500, Optional.empty(), "broken"),
        new Failed.Unreachable(Obstacle.DNS, "no such name"),
        new Failed.Unreachable(Obstacle.EGRESS_DENIED, "private"),
        Rig.DOWN,
        new Failed.Unreachable(Obstacle.TLS, "expired"),
        new Failed.Unreachable(Obstacle.PROXY_FAILED, "gone"),
        new Failed.Unreachable(Obstacle.PROXY_DENIED, "407"),
        new Failed.Unreachable(Obstacle.RESET, "reset"),
        new Failed.TimedOut(Phase.CONNECT, SECOND),
        new Failed.TimedOut(Phase.FIRST_TOKEN, SECOND),
        new Failed.TimedOut(Phase.STALL, SECOND),
        new Failed.TimedOut(Phase.TOTAL, SECOND),
        Rig.BROKEN,
        new Failed.BadAnswer(Flaw.MALFORMED, "no JSON"),
        new Failed.BadAnswer(Flaw.REDIRECT, "elsewhere"));
  }

  @ParameterizedTest
  @MethodSource
  void outcomes_that_count_as_failing(Outcome outcome) {
    for (int i = 0; i < 5; i++) {
      rig.enter().end(outcome);
    }
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void a_first_token_later_than_three_times_the_learned_p95_counts_as_failing() {
    rig.learned = Optional.of(SECOND);
    for (int i = 0; i < 5; i++) {
      Attempt slow = rig.enter();
      rig.advance(Duration.ofMillis(3001));
      slow.answer();
    }
    assertThat(rig.changes(Transition.SLOW)).isEqualTo(1);
  }

  @Test
  void nothing_is_slow_while_nothing_is_learned_nor_up_to_three_times_the_p95() {
    for (Optional<Duration> p95 : List.of(Optional.<Duration>empty(), Optional.of(SECOND))) {
      rig.learned = p95;
      for (int i = 0; i < 20; i++) {
        Attempt attempt = rig.askLast().orElseThrow();
        rig.advance(p95.isEmpty() ? Duration.ofMinutes(1) : Duration.ofSeconds(3));
        attempt.answer();
      }
    }
    assertThat(rig.openings()).isZero();
  }

  @Test
  void a_slow_target_is_never_dead() {
    rig.learned = Optional.of(SECOND);
    for (int i = 0; i < 50; i++) {
      Attempt slow = rig.askLast().orElseThrow();
      rig.advance(Duration.ofSeconds(4));
      slow.answer();
    }
    assertThat(rig.state()).isNotEqualTo(State.CLOSED);
  }

  @Test
  void a_client_whose_time_is_up_counts_only_where_the_first_token_was_overdue() {
    Failed deadline = new Failed.TimedOut(Phase.DEADLINE, SECOND);
    rig.learned = Optional.of(SECOND);
    for (int i = 0; i < 10; i++) {
      Attempt impatient = rig.enter();
      rig.advance(Duration.ofMillis(100));
      impatient.end(deadline);
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    for (int i = 0; i < 5; i++) {
      Attempt hanging = rig.enter();
      rig.advance(Duration.ofSeconds(4));
      hanging.end(deadline);
    }
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void clients_whose_time_is_up_open_it_where_the_target_is_silent_to_all() {
    Failed deadline = new Failed.TimedOut(Phase.DEADLINE, SECOND);
    Call whole = Calls.whole(rig.loop, "m");
    for (int i = 0; i < 10; i++) {
      rig.ask(whole, false).orElseThrow().end(deadline);
    }
    rig.silent = true;
    for (int i = 0; i < 10; i++) {
      rig.ask(rig.call(Band.NORMAL), false).orElseThrow().end(deadline);
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    for (int i = 0; i < 5; i++) {
      rig.ask(whole, false).orElseThrow().end(deadline);
    }
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void our_own_pause_does_not_open_it() {
    List<Attempt> attempts = Stream.generate(rig::enter).limit(50).toList();
    rig.advance(Duration.ofSeconds(5));
    rig.paused = true;
    attempts.forEach(attempt -> attempt.end(new Failed.TimedOut(Phase.CONNECT, SECOND)));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.paused = false;
    rig.fail(5);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void an_empty_answer_is_an_answer() {
    rig.fail(4);
    rig.enter().end(new Answered());
    rig.fail(4);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void operations_fail_apart() {
    rig.open();
    var embeddings = Calls.of(rig.loop, Operation.EMBEDDINGS);
    assertThat(rig.breaker.closed(embeddings, false, rig.loop.nanos())).isEmpty();
  }

  @Test
  void a_target_has_one_breaker_for_all_routes_that_treat_it_alike() {
    var operations = EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS);
    assertThat(rig.breakers.of("p/m", operations, BreakerConfig.defaults())).isSameAs(rig.breaker);
    assertThat(
            rig.breakers.of(
                "p/m", operations, BreakerConfig.defaults().with(BreakerConfig.Probe.OFF)))
        .isNotSameAs(rig.breaker);
    assertThat(rig.breakers.readouts())
        .extracting(BreakerStats::target)
        .containsOnly("p/m")
        .hasSize(2);
  }

  @Test
  void time_that_runs_backwards_or_leaps_does_no_harm() {
    var loop = new VirtualLoop();
    rig.succeed(20);
    for (long leap : new long[] {3_600_000_000_000L, -3_600_000_000_000L, Long.MAX_VALUE / 2}) {
      long now = loop.nanos() + leap;
      var call = Calls.streamed(loop, "m");
      assertThat(rig.breaker.closed(call, false, now)).isEmpty();
      rig.breaker.enter(call, now).started(now);
    }
    rig.succeed(20);
    assertThat(rig.openings()).isZero();
  }

  @Test
  void late_results_of_what_was_let_through_before_it_closed_say_nothing() {
    List<Attempt> old = new ArrayList<>(Stream.generate(rig::enter).limit(50).toList());
    rig.open();
    rig.advance(Duration.ofSeconds(5));
    rig.succeed(7);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    old.forEach(attempt -> attempt.end(new Failed.TimedOut(Phase.FIRST_TOKEN, SECOND)));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  /// What is shed goes to other targets: a call that waits has none, and is let through.
  @Test
  void a_call_that_is_shed_is_not_forecast_to_wait_for_that() {
    for (int i = 0; i < 100; i++) {
      Attempt attempt = rig.askLast().orElseThrow();
      if (i % 4 == 0) {
        attempt.end(Rig.DOWN);
      } else {
        attempt.answer();
      }
    }
    Call shed =
        Stream.generate(() -> rig.call(Band.NORMAL))
            .limit(100)
            .filter(call -> rig.breaker.closed(call, false, rig.loop.nanos()).isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(rig.breaker.nextOpen(shed, QueuedDemand.NOBODY, rig.loop.nanos()))
        .isEqualTo(rig.loop.nanos());
  }

  @Test
  void a_call_is_forecast_to_wait_until_an_open_circuit_is_tried_again() {
    rig.open();
    for (int i = 0; i < 5; i++) {
      rig.askLast().orElseThrow().end(Rig.DOWN);
    }
    long tried = rig.loop.nanos() + Duration.ofSeconds(5).toNanos();
    assertThat(rig.breaker.nextOpen(rig.call(Band.NORMAL), QueuedDemand.NOBODY, rig.loop.nanos()))
        .isEqualTo(tried);
  }
}
