package dev.sluice.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeepAliveTest {
  private static final String COMMENT = ": waiting\n\n";

  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingExit exit = new RecordingExit();
  private final CommitPoint sink = new CommitPoint(exit, true, Clock.SYSTEM);
  private final KeepAlive keepAlive = new KeepAlive(KeepAlive.EVERY, false, loop);
  private final Call stream = Calls.streamed(loop, "m");

  @Test
  void a_stream_is_told_every_fifteen_seconds_until_its_first_token() throws InterruptedException {
    Service slow =
        (_, to) -> {
          loop.advance(Duration.ofSeconds(16));
          to.attach(TestFeed.of("a/x"));
          loop.advance(Duration.ofSeconds(16));
          to.head(new Head(200, Map.of()));
          TestFeed.progress(to, Progress.MEANINGFUL);
          to.body(Calls.utf8("token"));
          loop.advance(Duration.ofMinutes(2));
          to.end();
          return new Answered();
        };
    assertThat(keepAlive.over(slow).send(stream, sink)).isEqualTo(new Answered());
    assertThat(exit.events()).containsSubsequence(COMMENT, COMMENT, "token", "finish");
    assertThat(exit.events().stream().filter(COMMENT::equals)).hasSize(2);
  }

  /// A server that knows no events sends sound, which must not follow the head of a stream.
  @ParameterizedTest
  @EnumSource(names = {"SPEECH", "IMAGES", "TRANSCRIPTIONS"})
  void what_may_be_no_stream_is_told_nothing(Operation operation) throws InterruptedException {
    Service slow =
        (_, to) -> {
          loop.advance(Duration.ofMinutes(1));
          to.head(new Head(200, Map.of("content-type", "audio/mpeg")));
          to.end();
          return new Answered();
        };
    Call call =
        new Call(
            stream.id(),
            operation,
            stream.facts(),
            stream.body(),
            stream.headers(),
            stream.arrived(),
            stream.deadline(),
            loop);
    keepAlive.over(slow).send(call, sink);
    assertThat(exit.events()).doesNotContain(COMMENT);
  }

  @Test
  void what_begins_or_fails_within_fifteen_seconds_is_told_nothing_and_keeps_its_status()
      throws InterruptedException {
    Service fails =
        (_, _) -> {
          loop.advance(Duration.ofSeconds(14));
          return new Failed.Internal();
        };
    keepAlive.over(fails).send(stream, sink);
    loop.advance(Duration.ofMinutes(1));
    assertThat(exit.events()).isEmpty();
  }

  @Test
  void nothing_is_told_behind_the_end_however_that_comes() {
    Service leaves =
        (_, _) -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> keepAlive.over(leaves).send(stream, sink))
        .isInstanceOf(InterruptedException.class);
    loop.advance(Duration.ofMinutes(1));
    assertThat(exit.events()).isEmpty();
  }

  /// Tokens, failures, cancellations and ends at random instants, in 10,000 schedules.
  @Test
  void comments_come_every_fifteen_seconds_before_the_first_token_and_never_after_it()
      throws InterruptedException {
    for (int seed = 0; seed < 10_000; seed++) {
      var random = new SplittableRandom(seed);
      var out = new RecordingExit();
      var to = new CommitPoint(out, true, Clock.SYSTEM);
      Duration wait = Duration.ofMillis(random.nextInt(100_000));
      int fate = random.nextInt(3);
      try {
        keepAlive.over((_, s) -> attempt(wait, fate, s)).send(Calls.streamed(loop, "m"), to);
      } catch (InterruptedException _) {
        assertThat(fate).isEqualTo(2);
      }
      loop.advance(Duration.ofSeconds(random.nextInt(60)));
      assertThat(out.events().stream().filter(COMMENT::equals))
          .as("seed %d", seed)
          .hasSize((int) (wait.toMillis() / 15_000));
      int token = fate == 0 ? out.events().indexOf("token") : out.events().size();
      assertThat(out.events().lastIndexOf(COMMENT)).isLessThan(token + 1);
    }
  }

  private Outcome attempt(Duration wait, int fate, Sink to) throws InterruptedException {
    loop.advance(wait);
    if (fate == 2) {
      throw new InterruptedException();
    }
    if (fate == 1) {
      return new Failed.Internal();
    }
    to.attach(TestFeed.of("a/x"));
    to.head(new Head(200, Map.of()));
    TestFeed.progress(to, Progress.MEANINGFUL);
    to.body(Calls.utf8("token"));
    loop.advance(Duration.ofSeconds(40));
    to.end();
    return new Answered();
  }

  @Test
  void behind_the_first_comment_of_a_held_stream_they_come_once_a_second_at_most()
      throws InterruptedException {
    var held = new KeepAlive(KeepAlive.EVERY, true, loop);
    Call hurried = stream.withDeadline(Deadline.in(Duration.ofMillis(1), loop.nanos()));
    Service slow =
        (_, _) -> {
          loop.advance(Duration.ofMillis(1));
          assertThat(exit.events()).containsOnlyOnce(COMMENT);
          loop.advance(Duration.ofSeconds(10));
          return new Failed.Internal();
        };
    held.over(slow).send(hurried, sink);
    assertThat(exit.events().stream().filter(COMMENT::equals)).hasSize(11);
  }

  @Test
  void a_whole_answer_has_no_comments() throws InterruptedException {
    Service slow =
        (_, _) -> {
          loop.advance(Duration.ofMinutes(1));
          return new Failed.Internal();
        };
    keepAlive.over(slow).send(Calls.whole(loop, "m"), sink);
    assertThat(exit.events()).isEmpty();
  }
}
