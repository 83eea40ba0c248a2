package dev.sluice.internal.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.HedgeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HedgeTest {
  private static final Duration USUAL = Duration.ofMillis(10);
  private static final Usage TOKENS = new Usage(1000, 1000, 0, false);
  private static final Failed BAD = new Failed.BadAnswer(Flaw.TRUNCATED, "m");
  private static final Failed OTHER = new Failed.Overloaded(500, Optional.empty(), "other");

  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> hedges = new ArrayList<>();
  private final AtomicInteger repeats = new AtomicInteger(10);
  private final RecordingExit exit = new RecordingExit();
  private final CommitPoint sink = new CommitPoint(exit, true);
  private Optional<Duration> late = Optional.of(USUAL);
  private final Hedge hedge =
      new Hedge(
          new HedgeConfig(0.025),
          (_, _) -> late,
          call -> !call.failedTargets().contains("b/y"),
          _ -> repeats.getAndDecrement() > 0 ? Optional.of(repeats::incrementAndGet) : none(),
          new Observer() {
            @Override
            public void hedged(Call call, boolean won, long wasted) {
              hedges.add((won ? "won " : "lost ") + wasted);
            }
          });

  @Test
  void a_call_that_is_not_late_has_one_attempt() throws InterruptedException {
    earn();
    assertThat(hedges).isEmpty();
    assertThat(repeats).hasValue(10);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void the_first_to_answer_wins_and_the_other_one_is_stopped() throws InterruptedException {
    earn();
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              loop.advance(USUAL);
              return first.awaitStopped();
            },
            (_, to) -> new Attempt("b/y").answer(to));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 b/y", "b/y", "finish");
    assertThat(sink.history().reason()).contains("hedge");
    assertThat(hedges).containsExactly("won 5");
    assertThat(first.stopped).hasValue(new Failed.Cancelled());
  }

  @Test
  void a_second_attempt_that_is_slower_is_stopped_and_says_nothing() throws InterruptedException {
    earn();
    var begun = new CountDownLatch(1);
    var second = new Attempt("b/y");
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(USUAL);
              begun.await();
              return first.goOn(to);
            },
            (_, to) -> {
              second.attach(to);
              loop.execute(() -> to.body(Calls.utf8(": nothing yet\n\n")));
              begun.countDown();
              return second.awaitStopped();
            });
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 a/x", "a/x", "finish");
    assertThat(sink.history().attempts()).isEqualTo(1);
    assertThat(second.stopped).hasValue(new Failed.Cancelled());
    assertThat(hedges).containsExactly("lost 5");
  }

  @Test
  void a_second_attempt_takes_over_when_the_first_fails() throws InterruptedException {
    earn();
    var failed = new CountDownLatch(1);
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.execute(() -> to.body(Calls.utf8("half")));
              loop.advance(USUAL);
              failed.countDown();
              return BAD;
            },
            (_, to) -> {
              failed.await();
              return new Attempt("b/y").answer(to);
            });
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 b/y", "b/y", "finish");
  }

  @Test
  void when_both_fail_the_first_says_why() throws InterruptedException {
    earn();
    Outcome outcome =
        send(
            (_, to) -> {
              new Attempt("a/x").attach(to);
              loop.advance(USUAL);
              return BAD;
            },
            (_, to) -> {
              new Attempt("b/y").attach(to);
              return OTHER;
            });
    assertThat(outcome).isEqualTo(BAD);
    assertThat(exit.events()).isEmpty();
  }

  @Test
  void a_failure_before_it_is_late_is_not_hedged() throws InterruptedException {
    earn();
    Service fails =
        (_, to) -> {
          new Attempt("a/x").attach(to);
          return BAD;
        };
    assertThat(send(fails, (_, _) -> new Failed.Internal())).isEqualTo(BAD);
    loop.advance(USUAL.multipliedBy(10));
    assertThat(repeats).hasValue(10);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void both_attempts_have_ended_when_the_caller_has_left() throws InterruptedException {
    earn();
    var begun = new CountDownLatch(1);
    var ended = new CompletableFuture<String>();
    Service second =
        (_, to) -> {
          var attempt = new Attempt("b/y");
          attempt.attach(to);
          begun.countDown();
          try {
            new CountDownLatch(1).await();
            return new Answered();
          } finally {
            ended.complete("ended");
          }
        };
    Service first =
        (_, to) -> {
          new Attempt("a/x").attach(to);
          loop.advance(USUAL);
          begun.await();
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> send(first, second)).isInstanceOf(InterruptedException.class);
    assertThat(ended).isCompletedWithValue("ended");
  }

  @Test
  void a_bug_in_the_second_attempt_is_a_bug() throws InterruptedException {
    earn();
    Service first =
        (_, to) -> {
          new Attempt("a/x").attach(to);
          loop.advance(USUAL);
          return BAD;
        };
    Service broken =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> send(first, broken)).hasRootCauseMessage("a bug");
  }

  @Test
  void an_attempt_that_could_not_be_made_costs_nothing() throws InterruptedException {
    earn();
    var asked = new CountDownLatch(1);
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(USUAL);
              asked.await();
              return first.goOn(to);
            },
            (_, _) -> {
              asked.countDown();
              return OTHER;
            });
    assertThat(outcome).isEqualTo(new Answered());
    await().untilAsserted(() -> assertThat(repeats).hasValue(10));
    assertThat(hedges).isEmpty();
  }

  @Test
  void without_budget_there_is_no_second_attempt() throws InterruptedException {
    earn();
    repeats.set(0);
    Service first =
        (_, to) -> {
          var attempt = new Attempt("a/x");
          attempt.attach(to);
          loop.advance(USUAL);
          return attempt.goOn(to);
        };
    assertThat(send(first, (_, _) -> new Failed.Internal())).isEqualTo(new Answered());
    assertThat(hedges).isEmpty();
  }

  @Test
  void tokens_are_spent_up_to_a_share_of_those_used() {
    var tokens = new TokenBudget(0.025);
    tokens.earn(10_000);
    assertThat(tokens.take(251)).isFalse();
    assertThat(tokens.take(200)).isTrue();
    assertThat(tokens.take(51)).isFalse();
    tokens.correct(-1);
    assertThat(tokens.take(51)).isTrue();
    tokens.earn(1_000_000_000);
    assertThat(tokens.take(16 * 1024 + 1)).isFalse();
  }

  @Test
  void while_nobody_knows_what_is_late_there_is_no_second_attempt() throws InterruptedException {
    earn();
    late = Optional.empty();
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(Duration.ofHours(1));
              return first.goOn(to);
            },
            (_, to) -> new Attempt("b/y").answer(to));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(hedges).isEmpty();
  }

  private static Optional<Runnable> none() {
    return Optional.empty();
  }

  /// Calls that are not late, so that there are tokens to spend.
  private void earn() throws InterruptedException {
    for (int i = 0; i < 96; i++) {
      var out = new CommitPoint(new RecordingExit(), true);
      hedge.send(
          Calls.streamed(loop, "m"),
          out,
          (_, to) -> {
            var attempt = new Attempt("a/x");
            attempt.attach(to);
            loop.advance(USUAL.dividedBy(2));
            return attempt.goOn(to);
          });
    }
  }

  private Outcome send(Service first, Service second) throws InterruptedException {
    return hedge.send(
        Calls.streamed(loop, "m"),
        sink,
        (call, to) ->
            (call.failedTargets().cause() == Cause.HEDGE ? second : first).send(call, to));
  }

  /// An attempt by hand.
  private final class Attempt implements AttemptHandle {
    private final String target;
    private final AtomicReference<Failed> stopped = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Attempt(String target) {
      this.target = target;
    }

    void attach(Sink to) {
      loop.execute(
          () -> {
            to.attach(this);
            to.usage(new Usage(5, 0, 0, true));
          });
    }

    Outcome answer(Sink to) {
      attach(to);
      return goOn(to);
    }

    Outcome goOn(Sink to) {
      loop.execute(
          () -> {
            to.head(new Head(200, Map.of()));
            to.progress(Progress.MEANINGFUL);
            to.body(Calls.utf8(target));
            to.usage(TOKENS);
            to.end();
          });
      return new Answered();
    }

    Outcome awaitStopped() {
      try {
        over.await();
      } catch (InterruptedException left) {
        return new Failed.Cancelled();
      }
      return stopped.get();
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public void abort(Failed why) {
      stopped.set(why);
      over.countDown();
    }
  }
}
