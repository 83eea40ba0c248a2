package dev.sluice.call.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitPointTest {
  private static final Head OK = new Head(200, Map.of());
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");

  private final RecordingExit exit = new RecordingExit();
  private final CommitPoint stream = new CommitPoint(exit, true, Clock.SYSTEM);
  private final CommitPoint whole = new CommitPoint(exit, false, Clock.SYSTEM);

  @Test
  void a_stream_is_held_until_its_first_meaningful_event() {
    begin(stream);
    stream.body(Calls.utf8("role"));
    stream.flush();
    assertThat(exit.events).isEmpty();
    assertThat(stream.committed()).isFalse();

    stream.progress(Progress.MEANINGFUL);
    stream.body(Calls.utf8("hello"));
    stream.flush();
    stream.end();
    assertThat(stream.committed()).isTrue();
    assertThat(exit.events).containsExactly("start 200 -1 p/m", "role", "hello", "flush", "finish");
  }

  @Test
  void the_request_of_a_stream_is_given_back_when_the_stream_begins() {
    var body = new Body(Calls.utf8("{}"), () -> {});
    var committing = new CommitPoint(exit, true, Clock.SYSTEM, body);
    begin(committing);
    committing.body(Calls.utf8("role"));
    committing.signal(Signal.ALIVE);
    assertThat(body.isClosed()).isFalse();
    committing.progress(Progress.MEANINGFUL);
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void that_of_a_whole_answer_stays_its_call_s() {
    var body = new Body(Calls.utf8("{}"), () -> {});
    var committing = new CommitPoint(exit, false, Clock.SYSTEM, body);
    begin(committing);
    committing.body(Calls.utf8("{}"));
    committing.end();
    assertThat(body.isClosed()).isFalse();
    body.close();
  }

  @Test
  void connecting_and_sending_commit_nothing() {
    begin(stream);
    stream.progress(Progress.CONNECTED);
    stream.progress(Progress.SENT);
    assertThat(stream.committed()).isFalse();
  }

  @Test
  void an_answer_that_has_told_its_failure_itself_gets_nothing_more() {
    begin(stream);
    stream.progress(Progress.MEANINGFUL);
    stream.body(Calls.utf8("failed"));
    stream.info().attempts().getLast().saidFailure();
    stream.abort(CUT);
    assertThat(exit.events)
        .containsExactly("start 200 -1 p/m", "failed", "finish after bad_answer");
  }

  @Test
  void a_whole_answer_is_held_to_its_end_and_then_has_a_length() {
    begin(whole);
    whole.progress(Progress.MEANINGFUL);
    whole.body(Calls.utf8("{\"a\":"));
    whole.body(Calls.utf8("1}"));
    assertThat(exit.events).isEmpty();
    whole.end();
    assertThat(exit.events).containsExactly("start 200 7 p/m", "{\"a\":", "1}", "finish");
  }

  @Test
  void sixty_four_kibibytes_are_let_go() {
    begin(whole);
    whole.body(Unpooled.buffer().writeZero(CommitPoint.HELD_MAX - 1));
    assertThat(whole.committed()).isFalse();
    whole.body(Unpooled.buffer().writeZero(1));
    assertThat(whole.committed()).isTrue();
    assertThat(exit.events.getFirst()).isEqualTo("start 200 -1 p/m");
  }

  @Test
  void a_large_answer_has_a_length_where_its_head_tells_it() {
    whole.attach(TestFeed.of("p/m"));
    whole.head(new Head(200, Map.of("content-length", "70000")));
    whole.body(Unpooled.buffer().writeZero(70_000));
    assertThat(exit.events.getFirst()).isEqualTo("start 200 70000 p/m");
  }

  @Test
  void a_length_that_is_none_is_not_believed() {
    for (String length : new String[] {"", "-1", "1e3", "99999999999999999999", " 5"}) {
      assertThat(new Head(200, Map.of("content-length", length)).length()).isEqualTo(-1);
    }
    assertThat(OK.length()).isEqualTo(-1);
  }

  @Test
  void a_reset_gives_the_held_buffers_back_and_the_next_attempt_starts_afresh() {
    ByteBuf held = Calls.utf8("lost");
    begin(stream);
    stream.body(held);
    stream.reset();
    assertThat(held.refCnt()).isZero();

    begin(stream);
    stream.progress(Progress.MEANINGFUL);
    stream.body(Calls.utf8("second"));
    stream.end();
    assertThat(exit.events).containsExactly("start 200 -1 p/m", "second", "finish");
    assertThat(stream.info().history().attempts()).isEqualTo(2);
  }

  @Test
  void a_failure_before_the_commit_point_is_an_error_answer_and_gives_the_held_buffers_back() {
    ByteBuf held = Calls.utf8("lost");
    begin(stream);
    stream.body(held);
    stream.abort(CUT);
    assertThat(held.refCnt()).isZero();
    assertThat(exit.events).containsExactly("refuse bad_answer after 1");
  }

  @Test
  void a_failure_after_the_commit_point_cuts_the_answer() {
    begin(stream);
    stream.progress(Progress.MEANINGFUL);
    stream.body(Calls.utf8("hello"));
    stream.abort(CUT);
    assertThat(exit.events).containsExactly("start 200 -1 p/m", "hello", "cut bad_answer");
  }

  @Test
  void a_call_that_made_no_attempt_is_refused_without_a_target() {
    stream.abort(new Failed.Shed(Failed.Reason.DRAINING, Optional.empty()));
    assertThat(exit.events).containsExactly("refuse shed after 0");
  }

  @Test
  void back_pressure_begins_with_the_commit() {
    exit.writable = false;
    begin(stream);
    assertThat(stream.writable()).isTrue();
    stream.progress(Progress.MEANINGFUL);
    assertThat(stream.writable()).isFalse();
  }

  private static void begin(CommitPoint sink) {
    sink.attach(TestFeed.of("p/m"));
    sink.head(OK);
  }
}
