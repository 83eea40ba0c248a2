package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.provider.stored.StoredResponses;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {
  private static final Failed BAD = new Failed.BadAnswer(Flaw.TRUNCATED, "m");
  private static final Failed EXHAUSTED = new Failed.Exhausted("m");

  private static final Failed TOO_LONG =
      new Failed.Refused(400, "application/json", "{}", Failed.Objection.LENGTH);
  private static final Failed TOO_COSTLY =
      new Failed.Refused(402, "application/json", "{}", Failed.Objection.COST);
  private static final Failed FILTERED =
      new Failed.Refused(400, "application/json", "{}", Failed.Objection.CONTENT);

  private final VirtualLoop loop = new VirtualLoop();
  private final RetryBudgets budgets = new RetryBudgets();
  private final RecordingExit exit = new RecordingExit();
  private final CommitPoint sink = new CommitPoint(exit, true, Clock.SYSTEM);
  private final List<String> sent = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final Set<String> open = new TreeSet<>();

  /// The targets that take what others refuse.
  private final Set<String> larger = new TreeSet<>();

  /// Where each attempt may not go.
  private final List<String> unfit = new ArrayList<>();

  private RetryConfig config = RetryConfig.defaults();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Call call = Calls.streamed(loop, "m");
  private boolean guarded = true;
  private Duration untilOpen = Duration.ZERO;

  @Test
  void a_failure_before_the_commit_point_is_never_seen() throws InterruptedException {
    assertThat(send(call, at("a/x", BAD), at("a/x", null))).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 a/x", "a/x", "finish");
    assertThat(waits).hasSize(1);
    assertThat(sink.info().history().attempts()).isEqualTo(2);
    assertThat(sink.info().history().reason()).contains("bad_answer");
    assertThat(sink.info().history().steps())
        .containsExactly(
            new AttemptHistory.Step("a/x", Optional.empty()),
            new AttemptHistory.Step("a/x", Optional.of("bad_answer")));
  }

  @Test
  void a_hint_beyond_the_clients_wait_for_the_first_byte_is_told_at_once()
      throws InterruptedException {
    Deadline impatient = call.deadline().beginningIn(Duration.ofSeconds(5), loop.nanos());
    Call stream = call.with(call.id(), call.facts(), call.body(), impatient, call.hints());
    Failed throttled =
        new Failed.Throttled(Dimension.REQUESTS, Optional.of(Duration.ofSeconds(20)), "m");
    assertThat(send(stream, at("a/x", throttled))).isEqualTo(throttled);
    assertThat(waits).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lost")
  void a_deletion_whose_answer_is_lost_is_not_repeated_since_it_would_find_nothing(Failed lost)
      throws InterruptedException {
    assertThat(send(stored("DELETE"), at("a/x", lost))).isEqualTo(lost);
    assertThat(sent).hasSize(1);
  }

  @Test
  void an_answer_that_is_larger_than_its_caller_may_hold_is_not_asked_for_again_elsewhere()
      throws InterruptedException {
    var large = new Failed.BadAnswer(Flaw.TOO_LARGE, "m");
    open.add("b/x");
    for (int output : List.of(0, 1)) {
      sent.clear();
      Outcome outcome =
          retry()
              .send(
                  call,
                  sink,
                  (_, to) -> {
                    to.attach(TestFeed.of("a/x"));
                    TestFeed.used(to, new Usage(1, output, 0, true));
                    sent.add("a/x");
                    return large;
                  });
      assertThat(outcome).isEqualTo(large);
      assertThat(sent.size() > 1).isEqualTo(output == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("lost")
  void what_is_asked_of_a_stored_response_is_asked_again(Failed lost) throws InterruptedException {
    assertThat(send(stored("GET"), at("a/x", lost), at("a/x", null))).isEqualTo(new Answered());
    assertThat(sent).hasSize(2);
  }

  private static List<Failed> lost() {
    return List.of(
        new Failed.Unreachable(Failed.Obstacle.RESET, "m"),
        new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1)),
        new Failed.Overloaded(500, Optional.empty(), "m"),
        new Failed.Overloaded(504, Optional.empty(), "m"),
        BAD);
  }

  @Test
  void a_deletion_that_was_not_begun_is_repeated() throws InterruptedException {
    Failed none = new Failed.Unreachable(Failed.Obstacle.REFUSED, "m");
    Failed busy = new Failed.Overloaded(503, Optional.empty(), "m");
    assertThat(send(stored("DELETE"), at("a/x", none), at("a/x", busy), at("a/x", null)))
        .isEqualTo(new Answered());
    assertThat(sent).hasSize(3);
  }

  private Call stored(String method) {
    return call.asking(
        Operation.STORED_RESPONSE, StoredResponses.facts(method, "resp_1", "", ""), call.body());
  }

  @Test
  void nothing_is_repeated_once_the_client_has_seen_something() throws InterruptedException {
    Service cut =
        (_, to) -> {
          answer("a/x", to);
          return BAD;
        };
    assertThat(retry().send(call, sink, cut)).isEqualTo(BAD);
    assertThat(exit.events()).containsExactly("start 200 -1 a/x", "a/x");
  }

  @Test
  void another_target_is_tried_at_once_and_told_what_has_failed() throws InterruptedException {
    open.add("b/y");
    assertThat(send(call, at("a/x", BAD), at("b/y", null))).isEqualTo(new Answered());
    assertThat(sent).containsExactly("[] first", "[a/x] fallback");
    assertThat(waits).isEmpty();
  }

  @Test
  void three_attempts_are_made_and_the_last_failure_is_told() throws InterruptedException {
    Failed last = new Failed.Overloaded(500, Optional.empty(), "last");
    assertThat(send(call, at("a/x", BAD), at("a/x", BAD), at("a/x", last))).isEqualTo(last);
    assertThat(sent).containsExactly("[] first", "[a/x] retry", "[a/x, a/x] retry");
  }

  @Test
  void a_useless_credential_counts_neither_as_an_attempt_nor_as_a_failure_of_its_target()
      throws InterruptedException {
    open.add("a/x");
    drain("a/x");
    assertThat(send(call, at("a/x", EXHAUSTED), at("a/x", EXHAUSTED), at("a/x", null)))
        .isEqualTo(new Answered());
    assertThat(sent).containsExactly("[] first", "[] credential", "[] credential");
  }

  @Test
  void a_target_with_another_credential_takes_over_when_one_is_throttled()
      throws InterruptedException {
    open.add("a/x");
    assertThat(send(call, at("a/x", throttled(5)), at("a/x", null))).isEqualTo(new Answered());
    assertThat(waits).isEmpty();
  }

  @Test
  void a_count_of_tokens_that_is_throttled_waits_since_no_gate_closes_for_it()
      throws InterruptedException {
    open.add("a/x");
    Call count = Calls.of(loop, Operation.COUNT_TOKENS);
    assertThat(send(count, at("a/x", throttled(5)), at("a/x", null))).isEqualTo(new Answered());
    assertThat(waits).hasSize(1).allMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) >= 0);
  }

  @Test
  void a_limit_of_the_account_that_a_call_has_chosen_is_waited_for_though_its_target_is_open()
      throws InterruptedException {
    open.add("a/x");
    Failed limited =
        new Failed.AccountThrottled(
            "openai-project", Dimension.REQUESTS, Optional.of(Duration.ofSeconds(5)), "m");
    assertThat(send(call, at("a/x", limited), at("a/x", null))).isEqualTo(new Answered());
    assertThat(waits).hasSize(1).allMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) >= 0);
  }

  @Test
  void what_admission_refuses_costs_nothing_and_is_final() throws InterruptedException {
    assertThat(send(call, closed(throttled(5)))).isEqualTo(throttled(5));
    assertThat(sink.info().history().attempts()).isZero();
    assertThat(waits).isEmpty();
    assertThat(left("a/x")).isEqualTo(10);
  }

  @Test
  void a_gate_that_closes_before_a_repeat_gives_the_budget_back() throws InterruptedException {
    var opens = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
    assertThat(send(call, at("a/x", BAD), closed(opens))).isEqualTo(opens);
    assertThat(left("a/x")).isEqualTo(10);
  }

  @Test
  void a_call_whose_client_leaves_while_it_waits_gives_the_budget_back() {
    Service service =
        (_, to) -> {
          to.attach(TestFeed.of("a/x"));
          return BAD;
        };
    Pause leaving =
        (_, _) -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> retry(leaving).send(call, sink, service))
        .isInstanceOf(InterruptedException.class);
    assertThat(left("a/x")).isEqualTo(10);
  }

  @Test
  void each_repeat_costs_the_target_that_has_failed() throws InterruptedException {
    open.add("b/y");
    send(call, at("a/x", BAD), at("b/y", null));
    assertThat(left("a/x")).isEqualTo(9);
    assertThat(left("b/y")).isEqualTo(10);
  }

  @Test
  void a_target_with_no_budget_left_is_helped_by_the_one_that_its_calls_go_to()
      throws InterruptedException {
    open.add("b/y");
    drain("a/x");
    assertThat(send(call, at("a/x", BAD), at("b/y", null))).isEqualTo(new Answered());
    assertThat(left("a/x")).isZero();
    assertThat(left("b/y")).isEqualTo(9);
    drain("b/y");
    assertThat(send(call, at("a/x", BAD))).isEqualTo(BAD);
  }

  @Test
  void a_target_that_cannot_take_the_call_is_of_no_use() throws InterruptedException {
    drain("a/x");
    assertThat(send(call, at("a/x", BAD))).isEqualTo(BAD);
    assertThat(left("b/y")).isEqualTo(10);
  }

  @Test
  void without_budget_the_first_failure_is_told() throws InterruptedException {
    drain("a/x");
    assertThat(send(call, at("a/x", BAD))).isEqualTo(BAD);
  }

  @Test
  void what_a_client_repeats_itself_draws_on_the_budget() throws InterruptedException {
    Call again = call.withHints(new SchedulingHints(Band.NORMAL, "*", 1));
    for (int i = 0; i < 10; i++) {
      assertThat(send(again, at("a/x", null))).isEqualTo(new Answered());
    }
    assertThat(left("a/x")).isZero();
    assertThat(send(again, at("a/x", BAD))).isEqualTo(BAD);
  }

  @Test
  void who_gives_up_tells_when_the_route_is_open_again() throws InterruptedException {
    untilOpen = Duration.ofSeconds(5);
    drain("a/x");
    send(call, at("a/x", BAD));
    assertThat(sink.info().history().comeBack()).contains(Duration.ofSeconds(5));
  }

  @Test
  void what_cannot_succeed_and_what_admission_refuses_tell_nothing_of_the_route()
      throws InterruptedException {
    untilOpen = Duration.ofSeconds(5);
    send(call, closed(throttled(5)));
    send(call, at("a/x", EXHAUSTED));
    send(call, at("a/x", new Failed.Refused(400, "application/json", "{}")));
    assertThat(sink.info().history().comeBack()).isEmpty();
  }

  @Test
  void where_no_breaker_guards_a_dead_target_clients_repeats_stay_within_the_budget()
      throws InterruptedException {
    guarded = false;
    drain("a/x");
    send(call, at("a/x", BAD));
    Call again = call.withHints(new SchedulingHints(Band.NORMAL, "*", 1));
    assertThat(send(again))
        .isEqualTo(new Failed.Shed(Failed.Reason.RETRY_BUDGET, Optional.empty()));
    guarded = true;
    assertThat(send(again, at("a/x", null))).isEqualTo(new Answered());
  }

  @Test
  void where_a_target_answers_clients_may_repeat_as_often() throws InterruptedException {
    guarded = false;
    drain("a/x");
    send(call, at("a/x", BAD));
    for (int i = 0; i < 11; i++) {
      send(call, at("a/x", null));
    }
    loop.advance(Duration.ofSeconds(1));
    Call again = call.withHints(new SchedulingHints(Band.NORMAL, "*", 1));
    assertThat(send(again, at("a/x", null))).isEqualTo(new Answered());
  }

  @Test
  void what_is_too_long_for_one_target_goes_once_to_one_that_may_hold_more_and_is_no_repeat()
      throws InterruptedException {
    larger.add("b/y");
    drain("a/x");
    drain("b/y");
    assertThat(send(call, at("a/x", TOO_LONG), at("b/y", null))).isEqualTo(new Answered());
    assertThat(sent).containsExactly("[] first", "[a/x] fallback");
    assertThat(sink.info().history().reason()).contains("refused");
    assertThat(left("a/x") + left("b/y")).isZero();
  }

  @Test
  void what_is_too_long_for_two_targets_is_told_although_a_third_may_hold_it()
      throws InterruptedException {
    larger.add("c/z");
    assertThat(send(call, at("a/x", TOO_LONG), at("b/y", TOO_LONG))).isEqualTo(TOO_LONG);
    assertThat(sent).containsExactly("[] first", "[a/x] fallback");
  }

  @Test
  void what_costs_one_account_too_much_goes_once_to_another_target_and_never_to_the_same()
      throws InterruptedException {
    open.add("a/x");
    assertThat(send(call, at("a/x", TOO_COSTLY))).isEqualTo(TOO_COSTLY);
    assertThat(sent).containsExactly("[] first");
    larger.add("b/y");
    assertThat(send(call, at("a/x", TOO_COSTLY), at("b/y", null))).isEqualTo(new Answered());
    assertThat(sent).containsExactly("[] first", "[] first", "[a/x] fallback");
  }

  @Test
  void what_is_too_long_for_all_targets_is_told_at_once() throws InterruptedException {
    open.add("b/y");
    assertThat(send(call, at("a/x", TOO_LONG))).isEqualTo(TOO_LONG);
  }

  @Test
  void a_failure_behind_a_refusal_is_repeated_like_others_but_not_at_the_target_that_refused()
      throws InterruptedException {
    larger.add("b/y");
    assertThat(send(call, at("a/x", TOO_LONG), at("b/y", BAD), at("b/y", BAD), at("b/y", null)))
        .isEqualTo(new Answered());
    assertThat(sent)
        .containsExactly("[] first", "[a/x] fallback", "[a/x, b/y] retry", "[a/x, b/y, b/y] retry");
    assertThat(unfit).containsExactly("[]", "[a/x]", "[a/x]", "[a/x]");
  }

  @Test
  void what_a_content_filter_stops_moves_only_where_the_route_wants_that()
      throws InterruptedException {
    larger.add("b/y");
    assertThat(send(call, at("a/x", FILTERED))).isEqualTo(FILTERED);
    config = RetryConfig.off().onContentFilter(true);
    assertThat(send(call, at("a/x", FILTERED), at("b/y", null))).isEqualTo(new Answered());
  }

  private double left(String target) {
    budgets.of(target).offer(0.1);
    return budgets.of(target).left(loop.nanos());
  }

  private void drain(String target) {
    while (budgets.of(target).take(0.1, loop.nanos())) {
      sent.clear();
    }
  }

  private static Failed throttled(long seconds) {
    return new Failed.Throttled(
        Dimension.REQUESTS, Optional.of(Duration.ofSeconds(seconds)), "throttled");
  }

  /// One attempt in a script.
  private record Step(@Nullable String target, @Nullable Failed why) {}

  private static Step at(String target, @Nullable Failed why) {
    return new Step(target, why);
  }

  private static Step closed(Failed why) {
    return new Step(null, why);
  }

  private Outcome send(Call call, Step... steps) throws InterruptedException {
    Deque<Step> script = new ArrayDeque<>(Arrays.asList(steps));
    Outcome outcome =
        retry()
            .send(
                call,
                sink,
                (asked, to) -> {
                  Step step = script.remove();
                  if (step.target() != null) {
                    unfit.add(asked.failedTargets().unfit().toString());
                    sent.add(
                        asked.failedTargets().targets()
                            + " "
                            + asked.failedTargets().reason(step.target()));
                    if (step.why() == null) {
                      answer(step.target(), to);
                      to.end();
                    } else {
                      to.attach(TestFeed.of(step.target()));
                      to.head(new Head(200, Map.of()));
                      to.body(Calls.utf8("half"));
                    }
                  }
                  return step.why() == null ? new Answered() : step.why();
                });
    assertThat(script).isEmpty();
    return outcome;
  }

  private static void answer(String target, Sink to) {
    to.attach(TestFeed.of(target));
    to.head(new Head(200, Map.of()));
    TestFeed.progress(to, Progress.MEANINGFUL);
    to.body(Calls.utf8(target));
  }

  private Retry retry() {
    return retry(
        (_, wait) -> {
          waits.add(wait);
          loop.advance(wait);
        });
  }

  private Retry retry(Pause pause) {
    return new Retry(
        config,
        guarded,
        budgets::of,
        new Targets() {
          @Override
          public Optional<String> another(Call asked) {
            return open.stream()
                .filter(target -> !asked.failedTargets().contains(target))
                .findFirst();
          }

          @Override
          public String likely(Call asked) {
            return "a/x";
          }

          @Override
          public Optional<FailedTargets> instead(
              Call asked, String refuser, Failed.Objection objection) {
            return larger.isEmpty() || larger.contains(refuser)
                ? Optional.empty()
                : Optional.of(asked.failedTargets().and(refuser).butFor(Set.of(refuser)));
          }

          @Override
          public Duration untilOpen(Call asked) {
            return untilOpen;
          }
        },
        loop,
        () -> random,
        pause);
  }
}
