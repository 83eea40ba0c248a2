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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final int FILTERS = 10;

  private static final class Around implements Filter {
    @Override
    public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
      return next.send(call, sink);
    }
  }

  /// A filter that calls pass.
  private static final class Passed implements Filter {
    @Override
    public boolean passes(Call call) {
      return true;
    }

    @Override
    public Outcome send(Call call, Sink sink, Service next) {
      throw new AssertionError("it was not asked for this");
    }
  }

  /// A filter that writes down which calls it sees.
  private record Seeing(List<Call> seen, boolean passes) implements Filter {
    @Override
    public void see(Call call) {
      seen.add(call);
    }

    @Override
    public boolean passes(Call call) {
      return passes;
    }

    @Override
    public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
      return next.send(call, sink);
    }
  }

  /// Each call that waits for its answer keeps them for as long as it does.
  @Test
  void a_filter_takes_two_frames_of_a_stack() throws InterruptedException {
    Filter[] around = Stream.generate(Around::new).limit(FILTERS).toArray(Filter[]::new);
    assertThat(depth(around) - depth()).isEqualTo(2 * FILTERS);
  }

  @Test
  void filters_that_a_call_passes_take_one_frame_together() throws InterruptedException {
    Filter[] none = Stream.generate(Passed::new).limit(FILTERS).toArray(Filter[]::new);
    assertThat(depth(none) - depth()).isOne();
  }

  @Test
  void passed_filters_between_others_take_no_frame() throws InterruptedException {
    long others = depth(new Around(), new Around());
    assertThat(depth(new Around(), new Passed(), new Passed(), new Around())).isEqualTo(others);
    assertThat(depth(new Passed(), new Around(), new Around())).isEqualTo(others);
  }

  @Test
  void a_filter_sees_a_call_once_whether_it_passes_or_not() throws InterruptedException {
    for (boolean first : new boolean[] {true, false}) {
      for (boolean second : new boolean[] {true, false}) {
        var before = new Seeing(new ArrayList<>(), first);
        var behind = new Seeing(new ArrayList<>(), second);
        assertThat(depth(before, behind)).isPositive();
        assertThat(before.seen()).hasSize(1).isEqualTo(behind.seen());
      }
    }
  }

  private static long depth(Filter... filters) throws InterruptedException {
    var depth = new AtomicLong();
    Service service =
        (_, _) -> {
          depth.set(frames());
          return new Answered();
        };
    for (Filter filter : List.of(filters).reversed()) {
      service = filter.over(service);
    }
    Call call = Calls.call(new VirtualLoop(), "model", true, Duration.ofMinutes(1));
    service.send(call, new CommitPoint(new RecordingExit(), true, Clock.SYSTEM));
    return depth.get();
  }

  private static long frames() {
    return StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES).walk(Stream::count);
  }
}
