package dev.sluice.call.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final int FILTERS = 10;

  private static final class Passing implements Filter {
    @Override
    public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
      return next.send(call, sink);
    }
  }

  /// Each call that waits for its answer keeps them for as long as it does.
  @Test
  void a_filter_takes_two_frames_of_a_stack() throws InterruptedException {
    assertThat(depth(FILTERS) - depth(0)).isEqualTo(2 * FILTERS);
  }

  private static long depth(int filters) throws InterruptedException {
    var depth = new AtomicLong();
    Service service =
        (_, _) -> {
          depth.set(frames());
          return new Answered();
        };
    for (int i = 0; i < filters; i++) {
      service = new Passing().over(service);
    }
    Call call = Calls.call(new VirtualLoop(), "model", true, Duration.ofMinutes(1));
    service.send(call, new CommitPoint(new RecordingExit(), true, Clock.SYSTEM));
    return depth.get();
  }

  private static long frames() {
    return StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES).walk(Stream::count);
  }
}
