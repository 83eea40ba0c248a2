package dev.sluice.internal.timeout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.TimeoutConfig;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PhaseBoundsTest extends PhaseTimeoutsFixture {
  @Test
  void an_endless_stream_ends_with_the_total() throws InterruptedException {
    attempt(
        streamed(),
        BOUNDS,
        sink -> {
          TestFeed.progress(sink, Progress.CONNECTED);
          for (int second = 0; second < 20; second++) {
            TestFeed.progress(sink, Progress.MEANINGFUL);
            pass(1);
          }
        });
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.TOTAL, Duration.ofSeconds(20)));
  }

  @Test
  void the_deadline_is_never_exceeded() throws InterruptedException {
    Call hurried = Calls.call(loop, "m", true, Duration.ofSeconds(1));
    attempt(hurried, BOUNDS, _ -> pass(1));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.DEADLINE, Duration.ofSeconds(1)));
  }

  @Test
  void an_adaptive_first_token_bounds_streams_at_two_minutes_and_whole_answers_not_at_all()
      throws InterruptedException {
    attempt(streamed(), TimeoutConfig.defaults(), connectedThen(120));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofMinutes(2)));

    feed.aborted = null;
    attempt(Calls.whole(loop, "m"), TimeoutConfig.defaults(), connectedThen(599));
    assertThat(feed.aborted).isNull();
    attempt(Calls.whole(loop, "m"), TimeoutConfig.defaults(), connectedThen(600));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.TOTAL, Duration.ofMinutes(10)));
  }

  @Test
  void an_embedding_is_not_written_token_by_token_so_that_its_first_byte_is_bounded()
      throws InterruptedException {
    attempt(Calls.of(loop, Operation.EMBEDDINGS), TimeoutConfig.defaults(), connectedThen(120));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofMinutes(2)));
  }

  @Test
  void a_whole_call_that_is_streamed_from_the_provider_is_bounded_like_a_stream()
      throws InterruptedException {
    streamed = _ -> true;
    attempt(Calls.whole(loop, "m"), TimeoutConfig.defaults(), connectedThen(120));
    assertThat(feed.aborted).isEqualTo(new TimedOut(Phase.FIRST_TOKEN, Duration.ofMinutes(2)));
  }

  private Consumer<Sink> connectedThen(int seconds) {
    return sink -> {
      TestFeed.progress(sink, Progress.CONNECTED);
      pass(seconds);
    };
  }
}
