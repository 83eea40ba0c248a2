package dev.sluice.internal.timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Outcome;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.TimeoutConfig;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PhaseTimeoutsTest extends PhaseTimeoutsFixture {
  @Test
  void a_connection_has_two_seconds() throws InterruptedException {
    attempt(streamed(), BOUNDS, _ -> pass(2));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.CONNECT, Duration.ofSeconds(2)));
  }

  @Test
  void the_first_token_counts_from_the_connection() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          pass(1);
          TestFeed.progress(sink, Progress.CONNECTED);
          TestFeed.progress(sink, Progress.SENT);
          pass(4);
          assertThat(feed.aborted).isNull();
          pass(1);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(5)));
  }

  @Test
  void bytes_without_meaning_are_no_progress() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          for (int second = 0; second < 5; second++) {
            sink.body(Calls.utf8(": keep-alive\n\n"));
            pass(1);
          }
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(5)));
  }

  @Test
  void a_stream_that_does_not_begin_ends_while_its_client_still_waits()
      throws InterruptedException {
    attempt(
        beginningIn(4),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(3);
          assertThat(feed.aborted).isNull();
          pass(1);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.DEADLINE, Duration.ofSeconds(4)));
  }

  @Test
  void a_stream_that_has_begun_in_time_goes_on() throws InterruptedException {
    attempt(
        beginningIn(4),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(3);
          for (int event = 0; event < 4; event++) {
            TestFeed.progress(sink, Progress.MEANINGFUL);
            pass(2);
          }
        });
    assertThat(feed.aborted).isNull();
  }

  private Call beginningIn(int seconds) {
    Call call = streamed();
    Deadline begins = call.deadline().beginningIn(Duration.ofSeconds(seconds), loop.nanos());
    return call.with(call.id(), call.facts(), call.body(), begins, call.hints());
  }

  @Test
  void each_meaningful_event_starts_the_stall_anew() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          for (int event = 0; event < 4; event++) {
            TestFeed.progress(sink, Progress.MEANINGFUL);
            pass(2);
          }
          assertThat(feed.aborted).isNull();
          pass(1);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.STALL, Duration.ofSeconds(3)));
  }

  @Test
  void a_sign_of_life_starts_the_stall_anew_and_is_no_first_token() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          TestFeed.progress(sink, Progress.MEANINGFUL);
          for (int ping = 0; ping < 4; ping++) {
            pass(2);
            TestFeed.progress(sink, Progress.ALIVE);
          }
          pass(2);
          assertThat(feed.aborted).isNull();
          pass(1);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.STALL, Duration.ofSeconds(3)));
  }

  @Test
  void a_sign_of_life_before_the_first_token_gives_no_more_time() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(3);
          TestFeed.progress(sink, Progress.ALIVE);
          pass(2);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(5)));
  }

  @Test
  void counts_of_tokens_teach_nothing_and_are_judged_by_nothing_that_is_learned()
      throws InterruptedException {
    var registry = learned();
    var timeouts = new PhaseTimeouts("p/m", TimeoutConfig.defaults(), registry, streamed, loop);
    Call count = Calls.of(loop, Operation.COUNT_TOKENS);
    Call message = Calls.message(loop, 1, false);
    for (int i = 0; i < 24; i++) {
      timeouts.over(answeringAfter(Duration.ofMillis(200))).send(count, sink());
    }
    assertThat(registry.values()).isEmpty();
    for (int i = 0; i < 24; i++) {
      registry.keep("p/m", message, 0).firstTokenTook(message, 1_000_000_000L, 0);
    }
    assertThat(registry.usualFirstToken("p/m", message, 0.5)).isPresent();
    assertThat(registry.usualFirstToken("p/m", count, 0.5)).isEmpty();
    assertThat(registry.firstToken("p/m", count, 0.5)).isEmpty();
    timeouts.over(answeringAfter(Duration.ofSeconds(90))).send(count, sink());
    assertThat(feed.aborted).isNull();
  }

  private Service answeringAfter(Duration time) {
    return (_, sink) -> {
      sink.attach(feed.info);
      TestFeed.progress(sink, Progress.CONNECTED);
      loop.advance(time);
      TestFeed.progress(sink, Progress.MEANINGFUL);
      return new Answered();
    };
  }

  @Test
  void a_phase_that_is_shorter_than_the_one_before_ends_on_time() throws InterruptedException {
    var shrinking =
        new TimeoutConfig(
            Duration.ofSeconds(9),
            new Bound.Fixed(Duration.ofSeconds(6)),
            new Bound.Fixed(Duration.ofSeconds(1)),
            Duration.ofSeconds(60));
    attempt(
        streamed(),
        shrinking,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(5);
          assertThat(feed.aborted).isNull();
          TestFeed.progress(sink, Progress.MEANINGFUL);
          pass(1);
          assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.STALL, Duration.ofSeconds(1)));
        });
  }

  @Test
  void a_first_token_that_is_due_before_the_connection_was_ends_on_time()
      throws InterruptedException {
    var hasty =
        new TimeoutConfig(
            Duration.ofSeconds(9),
            new Bound.Fixed(Duration.ofSeconds(1)),
            TimeoutConfig.STALL,
            Duration.ofSeconds(60));
    attempt(
        streamed(),
        hasty,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(1);
          assertThat(feed.aborted)
              .isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(1)));
        });
  }

  @Test
  void a_client_that_does_not_read_is_no_stall() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          TestFeed.progress(sink, Progress.MEANINGFUL);
          sink.onWritable(() -> {});
          pass(10);
          assertThat(feed.aborted).isNull();
          Objects.requireNonNull(exit.resume).run();
          pass(2);
          assertThat(feed.aborted).isNull();
          pass(1);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.STALL, Duration.ofSeconds(3)));
  }

  @Test
  void an_attempt_whose_caller_has_left_would_have_taken_longer() {
    var registry = learned();
    Call call = streamed();
    for (int i = 0; i < 20; i++) {
      registry.keep("p/m", call, 0).firstTokenTook(call, 1_000_000_000L, 0);
    }
    Service leaving =
        (_, sink) -> {
          sink.attach(feed.info);
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(2);
          throw new InterruptedException();
        };
    var timeouts = new PhaseTimeouts("p/m", TimeoutConfig.defaults(), registry, streamed, loop);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> timeouts.over(leaving).send(call, sink()))
          .isInstanceOf(InterruptedException.class);
    }
    registry.keep("p/m", call, 0).firstTokenTook(call, 3_000_000_000L, 0);
    assertThat(registry.firstToken("p/m", call, 0.85).orElseThrow())
        .isGreaterThan(Duration.ofSeconds(2));
    assertThat(loop.timers()).isZero();
  }

  @Test
  void an_answer_that_comes_whole_after_all_has_the_time_of_a_whole_one()
      throws InterruptedException {
    attempt(
        streamed(),
        TimeoutConfig.defaults(),
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          TestFeed.progress(sink, Progress.MEANINGFUL);
          TestFeed.progress(sink, Progress.TERMINATED);
          sink.signal(Signal.WHOLE);
          pass(1);
          TestFeed.progress(sink, Progress.CONNECTED);
          pass(500);
          assertThat(feed.aborted).isNull();
          TestFeed.progress(sink, Progress.MEANINGFUL);
        });
    assertThat(feed.aborted).isNull();
  }

  @Test
  void the_second_question_of_an_attempt_has_the_time_to_connect() throws InterruptedException {
    attempt(
        streamed(),
        TimeoutConfig.defaults(),
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          TestFeed.progress(sink, Progress.MEANINGFUL);
          sink.signal(Signal.WHOLE);
          pass(2);
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.CONNECT, Duration.ofSeconds(2)));
  }

  @Test
  void an_ended_attempt_leaves_no_timer() throws InterruptedException {
    attempt(streamed(), BOUNDS, sink -> TestFeed.progress(sink, Progress.CONNECTED));
    assertThat(loop.timers()).isZero();
  }

  @Test
  void a_passed_deadline_refuses_the_call_before_it_starts() throws InterruptedException {
    Call late = Calls.call(loop, "m", true, Duration.ofSeconds(1));
    pass(1);
    Outcome outcome =
        new DeadlineFilter(loop)
            .over(
                (_, _) -> {
                  throw new AssertionError("was sent");
                })
            .send(late, sink());
    assertThat(outcome).isEqualTo(new TimedOut(Phase.DEADLINE, Duration.ofSeconds(1)));
  }
}
