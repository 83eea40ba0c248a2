package dev.sluice.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Duration SLOT = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "SECRET");

  private final VirtualLoop loop = new VirtualLoop();
  private final Call whole = Calls.whole(loop, "m");
  private final Call streamed = Calls.streamed(loop, "m");
  private final History history = new History(Duration.ofSeconds(10), loop.nanos());

  @AfterEach
  void close() {
    whole.body().close();
    streamed.body().close();
  }

  @Test
  void a_call_is_counted_by_its_target_route_and_band() {
    end(streamed, new Answered(), "p/m", Duration.ofSeconds(3));
    Window window = window(WINDOW);
    var key = new SeriesKey("p/m", "fast", Band.NORMAL);
    Totals totals = window.series().getOrDefault(key, Totals.NONE);
    assertThat(totals.calls()).isEqualTo(1);
    assertThat(totals.of(Figure.CALL_ANSWERED)).isEqualTo(1);
    assertThat(totals.of(Figure.STREAMS)).isEqualTo(1);
    assertThat(totals.of(Figure.INPUT_TOKENS)).isEqualTo(5);
    assertThat(totals.of(Figure.OUTPUT_TOKENS)).isEqualTo(7);
    assertThat(window.byTarget()).containsOnlyKeys("p/m");
  }

  @Test
  void the_latency_is_that_of_the_first_token_of_streams_and_of_whole_answers_ends() {
    end(streamed, new Answered(), "p/m", Duration.ofSeconds(8));
    end(whole, new Answered(), "p/m", Duration.ofSeconds(3));
    // The first token comes after a second.
    assertThat(window(WINDOW).all().latency()).contains(Duration.ofSeconds(2));
  }

  @Test
  void failures_do_not_count_as_latency() {
    end(whole, BUSY, "p/m", Duration.ofSeconds(9));
    end(whole, new Answered(), "p/m", Duration.ofSeconds(1));
    assertThat(window(WINDOW).all().latency()).contains(Duration.ofSeconds(1));
    assertThat(window(WINDOW).all().count(Measure.CALL)).isEqualTo(1);
  }

  @Test
  void an_attempt_is_counted_by_its_reason_its_outcome_and_its_particular() {
    Call first = whole;
    attempt(first, new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), ""));
    Call second = first.withFailedTargets(FailedTargets.NONE.and("p/m"));
    attempt(second, new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, MINUTE));
    attempt(second, new Failed.Unreachable(Failed.Obstacle.REFUSED, ""));
    Totals totals = window(WINDOW).all();
    assertThat(totals.attempts()).isEqualTo(3);
    assertThat(totals.of(Figure.BECAUSE_FIRST)).isEqualTo(1);
    assertThat(totals.of(Figure.BECAUSE_RETRY)).isEqualTo(2);
    assertThat(totals.repeats()).isEqualTo(2);
    assertThat(totals.of(Figure.LIMIT_TOKENS)).isEqualTo(1);
    assertThat(totals.of(Figure.PHASE_FIRST_TOKEN)).isEqualTo(1);
    assertThat(totals.of(Figure.OBSTACLE_REFUSED)).isEqualTo(1);
    assertThat(totals.of(Figure.ATTEMPT_THROTTLED)).isEqualTo(1);
  }

  @Test
  void a_call_is_repeated_by_another_attempt_but_not_by_another_credential() {
    end(whole, steps("overloaded"));
    end(whole, steps("credential_refused"));
    assertThat(window(WINDOW).all().of(Figure.REPEATED)).isEqualTo(1);
  }

  @Test
  void a_call_that_fails_is_counted_by_whose_fault_that_is() {
    end(whole, BUSY, "p/m", SLOT);
    end(whole, new Failed.CredentialRefused(401), "p/m", SLOT);
    end(whole, new Failed.Refused(404, "", ""), "p/m", SLOT);
    end(whole, new Failed.Refused(404, "", ""), "p/*", SLOT);
    end(whole, new Failed.TimedOut(Failed.Phase.DEADLINE, SLOT), "p/m", SLOT);
    end(whole, new Failed.Cancelled(), "p/m", SLOT);
    end(whole, new Answered(), "p/m", SLOT);
    attempt(whole, new Failed.Refused(404, "", ""));
    Totals totals = window(WINDOW).all();
    assertThat(totals.failed(CallFault.PROVIDER)).isEqualTo(1);
    assertThat(totals.failed(CallFault.GATEWAY)).isEqualTo(2);
    assertThat(totals.failed(CallFault.CALLER)).isEqualTo(2);
    assertThat(totals.of(Figure.SHORT_DEADLINE)).isEqualTo(1);
    assertThat(totals.of(Figure.MODEL_UNKNOWN)).isEqualTo(1);
  }

  @Test
  void waits_are_kept_with_what_was_forecast_and_refusals_by_when_they_came() {
    Failed full = new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.empty());
    history.queued(whole, new QueueWait(Duration.ofSeconds(2), MINUTE, Optional.empty()));
    history.queued(whole, new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(full)));
    history.queued(whole, new QueueWait(SLOT, Duration.ZERO, Optional.of(full)));
    Totals totals = window(WINDOW).all();
    assertThat(totals.count(Measure.WAIT)).isEqualTo(2);
    assertThat(totals.quantile(Measure.WAIT, 1).orElseThrow().toMillis()).isBetween(4_750L, 5_250L);
    assertThat(totals.of(Figure.WAITED_MICROS)).isEqualTo(2_000_000);
    assertThat(totals.of(Figure.PREDICTED_MICROS)).isEqualTo(60_000_000);
    assertThat(totals.of(Figure.REFUSED_AT_ENTRY)).isEqualTo(1);
    assertThat(totals.of(Figure.REFUSED_LATE)).isEqualTo(1);
  }

  @Test
  void refusals_count_only_where_capacity_was_short() {
    for (Failed why :
        List.of(
            new Failed.Cancelled(),
            new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty()),
            new Failed.Shed(Failed.Reason.DRAINING, Optional.empty()),
            new Failed.CredentialRefused(Failed.Scope.ACCOUNT, 401, ""))) {
      history.queued(whole, new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(why)));
      history.queued(whole, new QueueWait(SLOT, Duration.ZERO, Optional.of(why)));
    }
    assertThat(window(WINDOW).all().isEmpty()).isTrue();
    for (Failed why :
        List.of(
            BUSY,
            new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), ""),
            new Failed.Shed(Failed.Reason.EXCEEDS_QUEUE, Optional.empty()),
            new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, Optional.empty()))) {
      history.queued(whole, new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(why)));
    }
    assertThat(window(WINDOW).all().of(Figure.REFUSED_AT_ENTRY)).isEqualTo(4);
  }

  @Test
  void a_series_without_counts_for_a_day_is_dropped_and_may_come_again() {
    end(whole, new Answered(), "p/m", Duration.ofMillis(100));
    long busy = history.bytes();
    for (int minute = 0; minute < 1_500; minute++) {
      pass(MINUTE);
    }
    assertThat(busy).isPositive();
    assertThat(history.bytes()).isZero();
    end(whole, new Answered(), "p/m", Duration.ofMillis(100));
    assertThat(window(WINDOW).all().calls()).isEqualTo(1);
  }

  @Test
  void calls_are_kept_as_slow_by_the_latency_that_was_said_last() {
    end(whole, new Answered(), "p/m", Duration.ofSeconds(8));
    assertThat(history.notable()).isEmpty();
    history.slow(Duration.ofSeconds(5));
    end(whole, new Answered(), "p/m", Duration.ofSeconds(8));
    assertThat(history.notable()).hasSize(1);
  }

  /// For longer than slots are kept: from then on minutes are told alone.
  @Test
  void nothing_is_lost_or_counted_twice_while_slots_and_minutes_are_closed() {
    int calls = 0;
    for (int second = 0; second < LongForm.rounds(1_200, 3_600); second++) {
      end(whole, new Answered(), "p/m", Duration.ofMillis(100));
      calls++;
      pass(Duration.ofSeconds(1));
      assertThat(window(Duration.ofHours(24)).all().calls()).isEqualTo(calls);
    }
  }

  @Test
  void a_window_holds_what_it_covers_and_up_to_a_slot_more() {
    for (int second = 0; second < 1_200; second++) {
      end(whole, new Answered(), "p/m", Duration.ofMillis(100));
      pass(Duration.ofSeconds(1));
    }
    assertThat(window(MINUTE).all().calls()).isBetween(60L, 65L);
    assertThat(window(WINDOW).all().calls()).isBetween(300L, 305L);
    assertThat(window(Duration.ofMinutes(15)).all().calls()).isBetween(900L, 905L);
    assertThat(window(Duration.ofMinutes(16)).all().calls()).isBetween(960L, 1020L);
    Window minute = window(MINUTE);
    assertThat(Duration.ofNanos(minute.to() - minute.from())).isBetween(MINUTE, MINUTE.plus(SLOT));
  }

  @Test
  void a_day_is_kept_and_no_more() {
    for (int minute = 0; minute < 1_600; minute++) {
      end(whole, new Answered(), "p/m", Duration.ofMillis(100));
      pass(MINUTE);
    }
    assertThat(window(Duration.ofHours(24)).all().calls()).isBetween(1_440L, 1_441L);
  }

  @Test
  void minutes_for_a_disk_hold_each_call_once() {
    long calls = 0;
    long last = Long.MIN_VALUE;
    for (int second = 0; second < 400; second++) {
      end(whole, new Answered(), "p/m", Duration.ofMillis(100));
      pass(Duration.ofSeconds(1));
      List<MinuteCounts> minutes = history.minutesBehind(last);
      calls += calls(minutes);
      last = minutes.isEmpty() ? last : minutes.getLast().number();
    }
    assertThat(calls).isBetween(300L, 399L);
    assertThat(calls + calls(history.unfinished())).isEqualTo(400);
    assertThat(history.minutesBehind(last)).isEmpty();
  }

  private static long calls(List<MinuteCounts> minutes) {
    var sums = new long[Measure.VECTOR];
    minutes.forEach(minute -> Layout.NOW.addTo(sums, minute.counts()));
    return new Totals(sums).calls();
  }

  @Test
  void a_timer_that_comes_late_loses_nothing() {
    end(whole, new Answered(), "p/m", Duration.ofMillis(100));
    loop.advance(Duration.ofMinutes(3));
    history.tick(loop.nanos());
    assertThat(window(SLOT).all().calls()).isEqualTo(1);
    loop.advance(Duration.ofMinutes(2));
    history.tick(loop.nanos());
    assertThat(window(WINDOW).all().calls()).isEqualTo(1);
    assertThat(window(MINUTE).all().calls()).isZero();
  }

  @Test
  void a_window_does_not_begin_before_the_history_did() {
    pass(SLOT);
    assertThat(window(WINDOW).from()).isEqualTo(1);
  }

  @Test
  void steps_begin_with_the_history() {
    pass(SLOT.multipliedBy(2));
    List<Window> steps = history.steps(WINDOW, SLOT, loop.nanos());
    assertThat(steps.getFirst().from()).isEqualTo(1);
    assertThat(steps).extracting(Window::from).doesNotHaveDuplicates();
  }

  @Test
  void steps_add_up_to_their_window() {
    for (int second = 0; second < 4_000; second++) {
      end(whole, new Answered(), "p/m", Duration.ofMillis(100));
      pass(Duration.ofSeconds(1));
    }
    for (Duration length : List.of(MINUTE, Duration.ofMinutes(15), Duration.ofHours(1))) {
      Duration step = length.compareTo(Duration.ofMinutes(15)) > 0 ? MINUTE : SLOT;
      List<Window> steps = history.steps(length, step, loop.nanos());
      assertThat(steps.stream().mapToLong(of -> of.all().calls()).sum())
          .isEqualTo(window(length).all().calls());
      for (int i = 1; i < steps.size(); i++) {
        assertThat(steps.get(i).from()).isEqualTo(steps.get(i - 1).to());
      }
      assertThat(steps.getLast().to()).isEqualTo(loop.nanos());
      assertThat(steps).hasSizeBetween(12, 182);
    }
  }

  @Test
  void quantiles_are_known_to_within_5_percent() {
    var random = new SplittableRandom(7);
    long[] nanos =
        random.doubles(10_000, 0.02, 60).mapToLong(seconds -> (long) (seconds * 1e9)).toArray();
    for (long took : nanos) {
      end(whole, new Answered(), "p/m", Duration.ofNanos(took));
    }
    Arrays.sort(nanos);
    for (double quantile : new double[] {0.01, 0.5, 0.95, 0.99}) {
      double exact = nanos[(int) (quantile * nanos.length)];
      double found = window(WINDOW).all().quantile(Measure.CALL, quantile).orElseThrow().toNanos();
      assertThat(found / exact).isCloseTo(1, within(0.055));
    }
  }

  @Test
  void a_histogram_without_times_has_no_quantile() {
    assertThat(window(WINDOW).all().quantile(Measure.CALL, 0.5)).isEmpty();
    assertThat(window(WINDOW).all().latency()).isEmpty();
  }

  @Test
  void the_last_calls_are_kept_newest_first_and_failures_longer() {
    end(whole.withModel("failed"), BUSY, "p/m", Duration.ofSeconds(1));
    end(whole.withModel("slow"), new Answered(), "p/m", Duration.ofSeconds(11));
    for (int i = 0; i < History.CALLS + 10; i++) {
      end(whole.withModel("call-" + i), new Answered(), "p/m", Duration.ofSeconds(1));
    }
    assertThat(history.calls()).hasSize(History.CALLS);
    assertThat(history.calls().getFirst().model()).isEqualTo("call-" + (History.CALLS + 9));
    assertThat(history.calls().getLast().model()).isEqualTo("call-10");
    assertThat(history.notable()).extracting(CallRecord::model).containsExactly("slow", "failed");
  }

  @Test
  void nothing_that_a_provider_said_is_kept_and_no_long_name() {
    end(whole.withModel("m".repeat(10_000)), BUSY, "p/m", Duration.ofSeconds(1));
    CallRecord kept = history.calls().getFirst();
    assertThat(kept.toString()).doesNotContain("SECRET");
    assertThat(kept.model()).hasSize(128);
    assertThat(kept.why()).isEqualTo("503");
  }

  @Test
  void a_long_name_is_not_cut_within_a_character() {
    end(whole.withModel("m".repeat(127) + "🚢"), BUSY, "p/m", Duration.ofSeconds(1));
    assertThat(history.calls().getFirst().model()).isEqualTo("m".repeat(127));
  }

  @Test
  void a_call_that_ran_while_its_loop_stood_still_is_counted() {
    history.watch((asked, from, to) -> asked == loop && to - from > 1e9);
    end(whole, new Answered(), "p/m", Duration.ofSeconds(2));
    end(whole, new Answered(), "p/m", Duration.ofMillis(900));
    assertThat(window(WINDOW).all().of(Figure.BLOCKED)).isEqualTo(1);
    assertThat(history.calls()).extracting(CallRecord::blocked).containsExactly(false, true);
  }

  @Test
  void a_call_that_was_sent_nowhere_has_waited_as_long_as_it_was_told() {
    Duration waited = Duration.ofSeconds(30);
    end(whole, BUSY, new AttemptHistory("", 0, List.of(), waited), Duration.ofSeconds(31));
    assertThat(history.calls().getFirst().parts().queue()).isEqualTo(waited.toNanos());
    end(whole, BUSY, AttemptHistory.NONE, Duration.ofSeconds(1));
    assertThat(history.calls().getFirst().parts().queue()).isZero();
  }

  @Test
  void the_latency_of_answered_calls_comes_in_parts_that_add_up() {
    var trail = new AttemptHistory("p/m", 1, List.of(), Duration.ofSeconds(10));
    end(whole, new Answered(), trail, Duration.ofSeconds(12));
    end(
        whole,
        new Answered(),
        new AttemptHistory("p/m", 1, List.of(), Duration.ZERO),
        Duration.ofSeconds(2));
    Report.Parts parts = window(WINDOW).all().latencyParts().orElseThrow();
    assertThat(parts.queue()).isEqualTo(5_000_000_000L);
    assertThat(parts.gateway()).isZero();
    assertThat(parts.provider()).isEqualTo(2_000_000_000L);
    assertThat(window(WINDOW).all().latency()).contains(Duration.ofSeconds(7));
  }

  @Test
  void a_pinned_call_that_has_blocked_its_loop_is_counted_once() {
    history.watch((_, _, _) -> true);
    end(whole, new Answered(), "p/m", Duration.ofSeconds(2));
    history.pinned("call-1");
    Totals totals = window(WINDOW).all();
    assertThat(totals.of(Figure.BLOCKED)).isEqualTo(1);
    assertThat(totals.of(Figure.PINNED)).isZero();
  }

  @Test
  void a_call_counts_as_pinned_once_however_often_and_whenever_that_is_told() {
    history.pinned("call-1");
    history.pinned("call-1");
    assertThat(window(WINDOW).all().isEmpty()).isTrue();
    end(whole, new Answered(), "p/m", Duration.ofSeconds(2));
    history.pinned("call-1");
    assertThat(window(WINDOW).all().of(Figure.PINNED)).isEqualTo(1);
  }

  @Test
  void a_call_that_has_ended_counts_as_pinned_when_that_is_told() {
    end(whole, new Answered(), "p/m", Duration.ofSeconds(2));
    history.pinned("call-1");
    history.pinned("call-1");
    assertThat(window(WINDOW).all().of(Figure.PINNED)).isEqualTo(1);
  }

  @Test
  void a_thread_that_is_no_calls_is_not_counted() {
    for (int i = 0; i < 3_000; i++) {
      history.pinned("worker-" + i);
    }
    end(whole, new Answered(), "p/m", Duration.ofSeconds(2));
    assertThat(window(WINDOW).all().of(Figure.PINNED)).isZero();
  }

  /// Twenty targets that are never idle, for a day, with times of all sizes; in the long form with
  /// ten times as many calls, which fill the histograms. Targets share nothing, so that five take a
  /// fourth of it.
  @Test
  void a_day_of_twenty_busy_targets_takes_25_megabytes_at_most() {
    int targets = LongForm.rounds(5, 20);
    var random = new SplittableRandom(1);
    for (int minute = 0; minute < 1_440; minute++) {
      for (int target = 0; target < targets; target++) {
        for (int call = 0; call < LongForm.rounds(2, 20); call++) {
          Duration took = Duration.ofMillis(random.nextLong(10, 60_000));
          end(streamed, new Answered(), "p/" + target, took);
        }
      }
      pass(MINUTE);
    }
    assertThat(history.bytes() * 20 / targets).isBetween(1L << 20, 25L << 20);
  }

  /// Those of a megabyte, from minute 70 on or so; and in the long form those of all 14, from
  /// minute 870 on.
  @Test
  void slots_that_would_take_too_much_give_up_the_oldest_minutes() {
    assertThat(History.SLOT_BYTES_MOST).isEqualTo(14L << 20);
    var little = new History(Duration.ofSeconds(10), loop.nanos(), 1 << 20);
    fill(little, 100, 200);
    assertGaveUp(little, 100, 1 << 20, 150);
    if (LongForm.isOn()) {
      fill(history, 200, 1_100);
      assertGaveUp(history, 200, History.SLOT_BYTES_MOST, 1_000);
    }
  }

  /// Two calls a minute of each target.
  private void fill(History of, long targets, int minutes) {
    var random = new SplittableRandom(1);
    for (int minute = 0; minute < minutes; minute++) {
      for (int target = 0; target < targets; target++) {
        for (int call = 0; call < 2; call++) {
          end(of, "p/" + target, Duration.ofMillis(random.nextLong(10, 60_000)));
        }
      }
      loop.advance(MINUTE);
      of.tick(loop.nanos());
    }
  }

  private void assertGaveUp(History of, long targets, long most, int minutes) {
    assertThat(of.bytes() - targets * CountSeries.BYTES).isBetween(most / 2, most);
    assertThat(calls(of, Duration.ofHours(1))).isGreaterThanOrEqualTo(60 * 2 * targets);
    assertThat(calls(of, Duration.ofHours(24))).isLessThan(minutes * 2 * targets);
  }

  private long calls(History of, Duration length) {
    return of.window(length, loop.nanos()).all().calls();
  }

  private void pass(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(SLOT)) {
      loop.advance(left.compareTo(SLOT) < 0 ? left : SLOT);
      history.tick(loop.nanos());
    }
  }

  private Window window(Duration length) {
    return history.window(length, loop.nanos());
  }

  private void attempt(Call call, Outcome outcome) {
    history.attemptEnded(
        call, "p/m", report(outcome, new AttemptHistory("p/m", 1, List.of(), Duration.ZERO), SLOT));
  }

  private void end(Call call, Outcome outcome, String target, Duration took) {
    history.callEnded(
        call, report(outcome, new AttemptHistory(target, 1, List.of(), Duration.ZERO), took));
  }

  private void end(Call call, Outcome outcome, AttemptHistory trail, Duration took) {
    history.callEnded(call, report(outcome, trail, took));
  }

  private void end(History of, String target, Duration took) {
    var trail = new AttemptHistory(target, 1, List.of(), Duration.ZERO);
    of.callEnded(streamed, report(new Answered(), trail, took));
  }

  private void end(Call call, AttemptHistory trail) {
    history.callEnded(call, report(new Answered(), trail, SLOT));
  }

  private static AttemptHistory steps(String because) {
    var first = new AttemptHistory.Step("p/m", Optional.empty());
    var second = new AttemptHistory.Step("p/m", Optional.of(because));
    return new AttemptHistory("p/m", 2, List.of(first, second), Duration.ZERO);
  }

  private static Report report(Outcome outcome, AttemptHistory trail, Duration took) {
    return new Report(
        outcome,
        trail,
        took,
        Optional.of(Duration.ofSeconds(1)),
        Duration.ZERO,
        new Usage(5, 7, 0, false),
        true,
        "fast",
        List.of(),
        Optional.empty());
  }
}
