package dev.sluice.internal.timeout;

import static dev.sluice.internal.timeout.Upstream.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.timeout.Upstream.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Upstream upstream = new Upstream(loop, TimeoutConfig.defaults());

  @Test
  void nothing_is_learned_of_a_model_that_has_not_answered_20_times() {
    upstream.learn(19, 1);
    assertThat(upstream.firstToken(0.95)).isEmpty();
    assertThat(caughtAfter()).isCloseTo(120, within(0.1));
    upstream.learn(1, 1);
    assertThat(upstream.firstToken(0.95)).isPresent();
  }

  @Test
  void the_prior_is_the_least_until_200_have_answered() {
    upstream.learn(20, 0.1);
    upstream.learn(10, 0.5);
    assertThat(caughtAfter()).isCloseTo(10, within(0.1));
    upstream.learn(170, 0.1);
    assertThat(caughtAfter()).isCloseTo(3, within(0.1));
  }

  @Test
  void each_size_of_the_input_is_learned_on_its_own() {
    upstream.learn(300, 1);
    var large = Upstream.sized(upstream.call(), 50_000);
    assertThat(upstream.attempt(large, List.of(119.0)).timedOut()).isFalse();
    assertThat(caughtAfter()).isLessThan(15);
  }

  @Test
  void the_timeout_doubles_when_it_fires_in_a_row_and_an_answer_ends_the_row() {
    upstream.learn(1_000, 4);
    double once = caughtAfter();
    assertThat(once).isCloseTo(6, within(0.4));
    assertThat(caughtAfter()).isCloseTo(2 * once, within(0.1));
    assertThat(caughtAfter()).isCloseTo(4 * once, within(0.1));
    for (int more = 0; more < 9; more++) {
      caughtAfter();
    }
    assertThat(caughtAfter()).isCloseTo(120, within(0.1));
    upstream.learn(1, 4);
    assertThat(caughtAfter()).isCloseTo(once, within(0.1));
  }

  @Test
  void attempts_that_hang_together_double_it_once() {
    upstream.learn(1_000, 4);
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      upstream.attempt(upstream.call(), List.of(DEAD), ends::add);
      loop.advance(Duration.ofMillis(50));
    }
    loop.advance(Duration.ofMinutes(1));
    assertThat(ends).hasSize(50).allSatisfy(end -> assertThat(end.seconds()).isLessThan(7));
    assertThat(caughtAfter()).isBetween(10.0, 13.0);
  }

  @Test
  void nothing_is_learned_from_a_retried_attempt() {
    for (int i = 0; i < 100; i++) {
      upstream.attempt(Upstream.retried(upstream.call()), List.of(1.0));
    }
    assertThat(upstream.firstToken(0.5)).isEmpty();
  }

  @Test
  void an_attempt_that_was_given_up_would_have_taken_longer() {
    upstream.learn(200, 2);
    double before = seconds(0.995);
    for (int i = 0; i < 6; i++) {
      caughtAfter();
      upstream.learn(1, 4);
    }
    assertThat(before).isLessThan(2.2);
    assertThat(seconds(0.97)).isGreaterThan(3.5);
  }

  /// Or else the slow ones that a race has overtaken would be missing, and what counts as late
  /// would come down to what is usual.
  @Test
  void an_attempt_that_was_overtaken_would_have_taken_longer() {
    for (int i = 0; i < 200; i++) {
      upstream.learn(1, i % 10 == 0 ? 4 : 1);
      if (i % 10 == 5) {
        upstream.overtaken(2);
      }
    }
    assertThat(seconds(0.8)).isLessThan(1.2);
    assertThat(seconds(0.85)).isGreaterThan(3.5);
  }

  /// An attempt that is raced goes on beyond its bound, which no timeout has used then.
  @Test
  void a_bound_that_another_attempt_has_outrun_is_not_doubled() {
    upstream.learn(1_000, 0.5);
    upstream.spares = true;
    for (int i = 0; i < 6; i++) {
      List<End> ends = new ArrayList<>();
      upstream.attempt(upstream.call(), List.of(DEAD), ends::add);
      loop.advance(Duration.ofSeconds(10));
      assertThat(ends).isEmpty();
      Objects.requireNonNull(upstream.last)
          .abort(new TimedOut(Phase.OVERTAKEN, Duration.ofSeconds(3)));
      assertThat(ends).hasSize(1);
    }
    assertThat(upstream.spared).isEqualTo(6);
    Call call = upstream.call();
    var learned = upstream.registry.find(Upstream.TARGET, call, loop.nanos()).orElseThrow();
    assertThat(learned.firstTokenDoublings(call)).isZero();
  }

  /// As long as one that is not learned.
  @Test
  void an_attempt_that_is_raced_ends_by_the_ceiling() {
    upstream.learn(1_000, 0.5);
    upstream.spares = true;
    End end = upstream.attempt(upstream.call(), List.of(DEAD));
    assertThat(phase(end)).isEqualTo(Phase.FIRST_TOKEN);
    assertThat(end.seconds()).isBetween(119.0, 121.0);
  }

  /// What is slow now does not at once make slowness usual, by which it is judged.
  @Test
  void what_is_usual_changes_with_the_minutes() {
    upstream.learn(500, 0.1);
    assertThat(usual()).isLessThan(0.12);
    upstream.learn(60, 0.5);
    assertThat(seconds(0.95)).isGreaterThan(0.4);
    assertThat(usual()).isLessThan(0.12);
    upstream.learn(120, 0.5);
    assertThat(usual()).isGreaterThan(0.4);
  }

  private double usual() {
    return upstream
            .registry
            .usualFirstToken(Upstream.TARGET, upstream.call(), 0.95)
            .orElseThrow()
            .toNanos()
        / 1e9;
  }

  @Test
  void upstreams_that_never_answer_do_not_make_the_timeout_longer() {
    upstream.learn(1_000, 2);
    for (int i = 0; i < 50; i++) {
      caughtAfter();
      upstream.learn(5, 2);
    }
    assertThat(seconds(0.99)).isLessThan(2.2);
    assertThat(caughtAfter()).isLessThan(3.5);
  }

  @Test
  void a_stall_is_told_from_the_gaps_that_a_stream_has() {
    for (int i = 0; i < 30; i++) {
      upstream.attempt(upstream.call(), endingAfter(i % 10 == 0 ? 9 : 0.05));
    }
    End stalled = upstream.attempt(upstream.call(), List.of(1.0, DEAD));
    assertThat(phase(stalled)).isEqualTo(Phase.STALL);
    assertThat(stalled.seconds()).isBetween(14.0, 25.0);
    assertThat(upstream.attempt(upstream.call(), List.of(1.0, 13.0)).timedOut()).isFalse();
  }

  @Test
  void even_an_even_stream_may_pause_for_8_s() {
    for (int i = 0; i < 30; i++) {
      upstream.attempt(upstream.call(), every(0.05, 40));
    }
    assertThat(upstream.attempt(upstream.call(), List.of(1.0, DEAD)).seconds())
        .isCloseTo(9, within(0.1));
  }

  @Test
  void an_unlearned_stream_may_pause_for_a_minute() {
    assertThat(upstream.attempt(upstream.call(), List.of(1.0, DEAD)).seconds())
        .isCloseTo(61, within(0.1));
  }

  @Test
  void the_total_is_what_the_tokens_take() {
    for (int i = 0; i < 300; i++) {
      upstream.attempt(upstream.call(), every(0.1, 40));
    }
    var ten = Upstream.bounded(upstream.call(), 10);
    End endless = upstream.attempt(ten, every(0.1, 400));
    assertThat(phase(endless)).isEqualTo(Phase.TOTAL);
    // 2 s to connect, 3 s to the first token, 10 * 0.1 s * 1.3
    assertThat(endless.seconds()).isCloseTo(6.3, within(0.3));
    assertThat(upstream.attempt(upstream.call(), every(0.1, 400)).timedOut()).isFalse();
    var many = Upstream.bounded(upstream.call(), 400);
    assertThat(upstream.attempt(many, every(0.1, 400)).timedOut()).isFalse();
  }

  @Test
  void a_pause_of_the_process_ends_no_attempt_that_was_answered_meanwhile() {
    upstream.learn(1_000, 0.5);
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      // What came during the pause is read a moment after it, when all timers have fired.
      upstream.attempt(upstream.call(), List.of(7.05 - 0.004 * i), ends::add);
      loop.advance(Duration.ofMillis(4));
    }
    loop.holdUp(Duration.ofSeconds(5));
    loop.advance(Duration.ofMillis(1));
    assertThat(ends).isEmpty();
    loop.advance(Duration.ofMillis(200));
    assertThat(ends).hasSize(500).noneMatch(End::timedOut);
  }

  @Test
  void a_pause_of_the_process_does_not_save_what_is_dead() {
    upstream.learn(1_000, 0.5);
    List<End> ends = new ArrayList<>();
    upstream.attempt(upstream.call(), List.of(DEAD), ends::add);
    loop.holdUp(Duration.ofSeconds(5));
    loop.advance(Duration.ofSeconds(6));
    assertThat(ends).hasSize(1).allMatch(End::timedOut);
  }

  @Test
  void a_process_that_is_always_late_still_notices() {
    upstream.learn(1_000, 0.5);
    List<End> ends = new ArrayList<>();
    upstream.attempt(upstream.call(), List.of(DEAD), ends::add);
    for (int i = 0; i < 100 && ends.isEmpty(); i++) {
      loop.holdUp(Duration.ofMillis(400));
      loop.advance(Duration.ZERO);
    }
    assertThat(ends).hasSize(1).allSatisfy(end -> assertThat(end.seconds()).isLessThan(5));
  }

  /// An even stream, but for the gap before its last event.
  private static List<Double> endingAfter(double gap) {
    List<Double> events = new ArrayList<>(every(0.05, 40));
    events.add(events.getLast() + gap);
    return events;
  }

  private static List<Double> every(double gap, int count) {
    return IntStream.range(0, count).mapToObj(i -> 1 + gap * i).toList();
  }

  private static Phase phase(End end) {
    assertThat(end.outcome()).isInstanceOf(TimedOut.class);
    return ((TimedOut) end.outcome()).phase();
  }

  private double caughtAfter() {
    End end = upstream.attempt(upstream.call(), List.of(DEAD));
    assertThat(end.timedOut()).isTrue();
    return end.seconds();
  }

  private double seconds(double quantile) {
    return upstream.firstToken(quantile).orElseThrow().toNanos() / 1e9;
  }
}
