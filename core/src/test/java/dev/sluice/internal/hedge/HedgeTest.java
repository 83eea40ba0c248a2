package dev.sluice.internal.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Service;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HedgeTest extends HedgeFixture {
  private static final Failed BAD = new Failed.BadAnswer(Flaw.TRUNCATED, "m");

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
}
