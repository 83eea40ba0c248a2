package dev.sluice.internal.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RacingTest extends RaceFixture {
  private static final Failed BAD = new Failed.BadAnswer(Flaw.TRUNCATED, "m");

  @Test
  void a_call_that_is_not_late_has_one_attempt() throws InterruptedException {
    assertThat(races).isEmpty();
    assertThat(repeats).hasValue(10);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void the_first_to_answer_wins_and_the_other_one_is_stopped() throws InterruptedException {
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
    assertThat(sink.info().history().reason()).contains("race");
    assertThat(races).containsExactly("won 5");
    assertThat(first.stopped).hasValue(new Failed.Cancelled());
  }

  @Test
  void a_second_attempt_that_is_slower_is_stopped_and_says_nothing() throws InterruptedException {
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
    assertThat(sink.info().history().attempts()).isEqualTo(1);
    assertThat(second.stopped).hasValue(new Failed.Cancelled());
    assertThat(races).containsExactly("lost 5");
  }

  @Test
  void a_second_attempt_takes_over_when_the_first_fails() throws InterruptedException {
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
  void a_failure_before_it_is_late_is_not_raced() throws InterruptedException {
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
  void a_first_attempt_that_loses_beyond_its_bound_has_failed_to_start()
      throws InterruptedException {
    start = Optional.empty();
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              assertThat(first.overdue()).isTrue();
              return first.awaitStopped();
            },
            (_, to) -> new Attempt("b/y").answer(to));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 b/y", "b/y", "finish");
    assertThat(first.stopped).hasValue(overtaken(BOUND.after()));
  }

  @Test
  void a_first_attempt_beyond_its_bound_may_still_win() throws InterruptedException {
    start = Optional.empty();
    var begun = new CountDownLatch(1);
    var second = new Attempt("b/y");
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              assertThat(first.overdue()).isTrue();
              begun.await();
              return first.goOn(to);
            },
            (_, to) -> {
              second.attach(to);
              begun.countDown();
              return second.awaitStopped();
            });
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 a/x", "a/x", "finish");
    assertThat(second.stopped).hasValue(new Failed.Cancelled());
  }

  @Test
  void beyond_its_bound_an_attempt_that_no_other_can_help_ends_by_it() throws InterruptedException {
    start = Optional.empty();
    open.clear();
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              assertThat(first.overdue()).isTrue();
              return first.awaitStopped();
            },
            (_, _) -> new Failed.Internal());
    assertThat(outcome).isEqualTo(BOUND);
    assertThat(races).isEmpty();
    assertThat(repeats).hasValue(10);
  }

  @Test
  void beyond_a_prior_an_attempt_that_no_other_can_help_goes_on() throws InterruptedException {
    start = Optional.of(new RaceTriggers.Start(Trigger.PRIOR, USUAL));
    open.clear();
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(Duration.ofHours(1));
              return first.goOn(to);
            },
            (_, _) -> new Failed.Internal());
    assertThat(outcome).isEqualTo(new Answered());
  }

  @Test
  void one_that_loses_beyond_a_prior_has_failed_to_start_too() throws InterruptedException {
    start = Optional.of(new RaceTriggers.Start(Trigger.PRIOR, USUAL));
    var first = new Attempt("a/x");
    send(
        (_, to) -> {
          first.attach(to);
          loop.advance(USUAL);
          return first.awaitStopped();
        },
        (_, to) -> new Attempt("b/y").answer(to));
    assertThat(first.stopped).hasValue(overtaken(USUAL));
  }

  @Test
  void when_the_second_fails_the_next_target_joins() throws InterruptedException {
    open.add("c/z");
    equal.add("c/z");
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              loop.advance(USUAL);
              return first.awaitStopped();
            },
            (call, to) -> {
              if (call.failedTargets().contains("b/y")) {
                return new Attempt("c/z").answer(to);
              }
              new Attempt("b/y").attach(to);
              loop.execute(() -> to.body(Calls.utf8("half")));
              return OTHER;
            });
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).containsExactly("start 200 -1 c/z", "c/z", "finish");
    assertThat(races).containsExactly("won 10");
    assertThat(repeats).hasValue(8);
  }

  @Test
  void when_all_others_have_failed_an_attempt_beyond_its_bound_ends_by_it()
      throws InterruptedException {
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              assertThat(first.overdue()).isTrue();
              return first.awaitStopped();
            },
            (_, to) -> {
              new Attempt("b/y").attach(to);
              return OTHER;
            });
    assertThat(outcome).isEqualTo(BOUND);
    assertThat(races).containsExactly("lost 5");
  }

  @Test
  void a_target_of_lower_rank_joins_beyond_the_bound_alone() throws InterruptedException {
    equal.clear();
    var asked = new AtomicInteger();
    var first = new Attempt("a/x");
    send(
        (_, to) -> {
          first.attach(to);
          loop.advance(USUAL.multipliedBy(2));
          assertThat(asked).hasValue(0);
          assertThat(first.overdue()).isTrue();
          return first.awaitStopped();
        },
        (_, to) -> {
          asked.incrementAndGet();
          return new Attempt("b/y").answer(to);
        });
    assertThat(asked).hasValue(1);
    assertThat(races).containsExactly("won 6");
  }

  @Test
  void a_call_that_may_not_be_made_twice_is_not_raced() throws InterruptedException {
    forbidden.add(Trigger.BOUND);
    start = Optional.empty();
    var first = new Attempt("a/x");
    Outcome outcome =
        send(
            (_, to) -> {
              first.attach(to);
              assertThat(first.overdue()).isTrue();
              return first.awaitStopped();
            },
            (_, _) -> new Failed.Internal());
    assertThat(outcome).isEqualTo(BOUND);
  }

  @Test
  void a_call_that_only_one_target_can_take_passes() throws InterruptedException {
    Outcome outcome =
        racing
            .over(
                (_, to) -> {
                  assertThat(to).isSameAs(sink);
                  return OTHER;
                })
            .send(Calls.pinned(loop), sink);
    assertThat(outcome).isEqualTo(OTHER);
  }

  @Test
  void a_call_for_which_nobody_waits_passes() {
    Call call = Calls.whole(loop, "m");
    var batch = new SchedulingHints(Band.BATCH, SchedulingHints.NOBODY, 0);
    Call line = call.with("line", call.facts(), call.body(), call.deadline(), batch);
    assertThat(racing.passes(call)).isFalse();
    assertThat(racing.passes(line)).isTrue();
  }

  @Test
  void an_answer_that_is_asked_for_whole_is_not_raced() throws InterruptedException {
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.execute(() -> to.signal(Signal.WHOLE));
              assertThat(loop.timers()).isZero();
              return first.goOn(to);
            },
            (_, _) -> new Failed.Internal());
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(races).isEmpty();
  }

  private static Failed overtaken(Duration bound) {
    return new Failed.TimedOut(Failed.Phase.OVERTAKEN, bound);
  }
}
