package dev.sluice.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What a client sees of a streamed answer that is held beyond its first event.
class DelayedCommitTest extends CommitFixture {
  private static final CommitConfig COMPLETE = CommitConfig.complete();
  private static final CommitConfig SECOND =
      new CommitConfig(Optional.of(Duration.ofSeconds(1)), 1 << 20);

  @Test
  void an_answer_that_is_cut_begins_again_elsewhere_and_the_client_sees_one_alone()
      throws Exception {
    attempts.add(saying(CUT, "one ", "two "));
    attempts.add(saying(CUT, "three "));
    attempts.add(saying(new Answered(), "four ", "five"));
    assertThat(send(COMPLETE)).isInstanceOf(Answered.class);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "four five", "finish");
  }

  @Test
  void without_another_attempt_the_client_has_the_error_with_its_status() throws Exception {
    attempts.add(saying(CUT, "one ", "two "));
    assertThat(send(COMPLETE)).isEqualTo(CUT);
    assertThat(sent()).containsExactly("refuse " + CUT.kind() + " after 1");
  }

  @Test
  void the_first_comment_comes_after_fifteen_seconds_and_then_an_error_is_an_event()
      throws Exception {
    attempts.add(
        (_, to) -> {
          begin(to);
          say(to, "one ");
          loop.advance(Duration.ofMillis(14_999));
          assertThat(sent()).isEmpty();
          loop.advance(Duration.ofMillis(15_002));
          return CUT;
        });
    assertThat(send(COMPLETE)).isEqualTo(CUT);
    assertThat(sent()).containsExactly("start 200 -1 a/m", WAITING, WAITING, "cut " + CUT.kind());
  }

  @Test
  void comments_come_while_nothing_has_answered_and_end_with_the_answer() throws Exception {
    attempts.add(
        (_, to) -> {
          loop.advance(Duration.ofSeconds(20));
          begin(to);
          say(to, "one");
          loop.execute(to::end);
          loop.advance(Duration.ofMinutes(1));
          return new Answered();
        });
    assertThat(send(COMPLETE)).isInstanceOf(Answered.class);
    assertThat(sent()).containsExactly("start 200 -1 ", WAITING, "one", "finish");
  }

  /// What it says of its own timeout binds the first byte, which is a comment's then.
  @Test
  void a_client_that_waits_for_less_has_its_comment_earlier_and_its_bound_binds_nothing_behind()
      throws Exception {
    Call call = Calls.streamed(loop, "m");
    var bound = call.deadline().beginningIn(Duration.ofSeconds(10), loop.nanos());
    attempts.add(
        (sent, to) -> {
          assertThat(sent.deadline().begin()).isEqualTo(call.deadline().nanos());
          begin(to);
          say(to, "one ");
          loop.advance(Duration.ofSeconds(9));
          assertThat(sent()).contains(WAITING);
          loop.advance(Duration.ofSeconds(3));
          return CUT;
        });
    attempts.add(saying(new Answered(), "two"));
    assertThat(send(COMPLETE, call.withDeadline(bound))).isInstanceOf(Answered.class);
    assertThat(sent()).containsExactly("start 200 -1 a/m", WAITING, "two", "finish");
  }

  @Test
  void a_hold_ends_so_long_after_the_first_event() throws Exception {
    attempts.add(
        (_, to) -> {
          begin(to);
          loop.advance(Duration.ofSeconds(5));
          say(to, "one ");
          loop.advance(Duration.ofMillis(999));
          assertThat(to.committed()).isFalse();
          loop.advance(Duration.ofMillis(1));
          assertThat(to.committed()).isTrue();
          say(to, "two");
          return CUT;
        });
    attempts.add(saying(new Answered(), "never"));
    assertThat(send(SECOND)).isEqualTo(CUT);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "one ", "two", "cut " + CUT.kind());
  }

  @Test
  void an_answer_that_is_complete_earlier_is_not_held_on() throws Exception {
    attempts.add(saying(new Answered(), "one ", "two"));
    assertThat(send(SECOND)).isInstanceOf(Answered.class);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "one two", "finish");
  }

  @Test
  void each_attempt_is_held_anew() throws Exception {
    attempts.add(saying(CUT, "one ", "two ", "three ", "four ", "five ", "six "));
    attempts.add(saying(CUT, "seven ", "eight ", "nine ", "ten ", "eleven ", "twelve "));
    attempts.add(saying(new Answered(), "thirteen"));
    assertThat(send(SECOND)).isInstanceOf(Answered.class);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "thirteen", "finish");
  }

  /// The time is up between the failure and the next attempt: two answers would become one.
  @Test
  void a_hold_that_is_over_when_the_attempt_has_failed_lets_nothing_go() throws Exception {
    var held = new HoldingSink(sink, SECOND, Reservation.NONE, loop);
    begin(held);
    say(held, "one ");
    assertThat(held.takeBack()).isTrue();
    loop.advance(Duration.ofSeconds(2));
    assertThat(sent()).isEmpty();
    assertThat(held.takeBack()).isTrue();
    held.reset();
    begin(held);
    say(held, "two");
    held.end();
    assertThat(held.takeBack()).isFalse();
    held.close();
    assertThat(sent()).containsExactly("start 200 -1 a/m", "two", "finish");
  }

  /// As on a thread that the loop does not carry.
  @Test
  void what_is_being_let_go_cannot_be_taken_back() throws Exception {
    var takenBack = new ArrayList<Boolean>();
    var held = new AtomicReference<HoldingSink>();
    var watched =
        new ForwardingSink(sink) {
          @Override
          public void head(Head head) {
            takenBack.add(held.get().takeBack());
            next.head(head);
          }
        };
    held.set(new HoldingSink(watched, SECOND, Reservation.NONE, loop));
    begin(held.get());
    say(held.get(), "one ");
    loop.advance(Duration.ofSeconds(1));
    assertThat(takenBack).containsExactly(false);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "one ");
    held.get().close();
  }

  @Test
  void a_hold_that_is_over_before_the_decision_makes_the_failure_the_answers_end()
      throws Exception {
    attempts.add(saying(CUT, "one "));
    attempts.add(saying(new Answered(), "never"));
    beforeDecision = () -> loop.advance(Duration.ofSeconds(2));
    assertThat(send(SECOND)).isEqualTo(CUT);
    assertThat(sent()).containsExactly("start 200 -1 a/m", "one ", "cut " + CUT.kind());
  }

  @Test
  void an_answer_that_is_longer_than_what_is_held_begins_and_says_so() throws Exception {
    var small = new CommitConfig(Optional.empty(), 10);
    attempts.add(
        (_, to) -> {
          begin(to);
          say(to, "12345");
          say(to, "67890");
          assertThat(sent()).isEmpty();
          say(to, "more");
          say(to, "and more");
          return CUT;
        });
    attempts.add(saying(new Answered(), "never"));
    assertThat(send(small)).isEqualTo(CUT);
    assertThat(sent())
        .containsExactly(
            "start 200 -1 a/m",
            ": the answer is longer than what is held of it: it begins before it is complete\n\n",
            "1234567890",
            "more",
            "and more",
            "cut " + CUT.kind());
  }

  @Test
  void where_there_is_no_memory_the_answer_begins() throws Exception {
    try (var others = memory.reserve(MemoryBudget.Use.COPY, "")) {
      assertThat(others.resize(3 << 18)).isTrue();
      attempts.add(saying(new Answered(), "one ", "two"));
      assertThat(send(COMPLETE)).isInstanceOf(Answered.class);
      assertThat(sent()).hasSize(5).contains("one ", "two").element(1).asString().startsWith(": ");
    }
  }

  @Test
  void what_is_held_counts_and_is_let_go_in_parts() throws Exception {
    String event = "x".repeat(50_000);
    attempts.add(
        (_, to) -> {
          begin(to);
          for (int i = 0; i < 4; i++) {
            say(to, event);
          }
          assertThat(memory.used()).isBetween(200_000L, 524_288L);
          loop.execute(to::end);
          return new Answered();
        });
    assertThat(send(COMPLETE)).isInstanceOf(Answered.class);
    assertThat(String.join("", sent())).isEqualTo("start 200 -1 a/m" + event.repeat(4) + "finish");
    assertThat(sent()).allMatch(part -> part.length() <= CommitPoint.HELD_MAX);
  }

  @Test
  void a_caller_that_leaves_gives_everything_back() {
    attempts.add(
        (_, to) -> {
          begin(to);
          say(to, "one ");
          throw new InterruptedException();
        });
    assertThatThrownBy(() -> send(SECOND)).isInstanceOf(InterruptedException.class);
    assertThat(sent()).isEmpty();
  }

  @Test
  void a_client_that_does_not_keep_up_stops_nothing_while_the_answer_is_held() throws Exception {
    exit.writable = false;
    attempts.add(
        (_, to) -> {
          begin(to);
          say(to, "one ");
          assertThat(to.writable()).isTrue();
          loop.advance(Duration.ofSeconds(1));
          assertThat(to.writable()).isFalse();
          loop.execute(to::end);
          return new Answered();
        });
    assertThat(send(SECOND)).isInstanceOf(Answered.class);
  }

  @Test
  void a_whole_answer_is_not_held_here() throws Exception {
    var out = new RecordingExit();
    attempts.add(
        (call, to) -> {
          assertThat(to).isNotInstanceOf(HoldingSink.class);
          return new Failed.Cancelled();
        });
    Call whole = Calls.whole(loop, "m");
    new KeepAlive(KeepAlive.EVERY, true, loop)
        .over(new DelayedCommit(COMPLETE, memory).over(attempts.remove()))
        .send(whole, new CommitPoint(out, false, Clock.SYSTEM));
    assertThat(out.events()).isEqualTo(List.of());
  }
}
