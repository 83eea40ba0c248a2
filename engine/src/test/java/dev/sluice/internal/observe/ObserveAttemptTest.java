package dev.sluice.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserveAttemptTest {
  private static final Call.Trace CLIENT = new Call.Trace("t", "client", "", true);
  private static final Observer TRACING =
      new Observer() {
        @Override
        public Call.Trace span(Call.Trace above) {
          return above.below("own");
        }
      };

  private final VirtualLoop loop = new VirtualLoop();

  @Test
  void an_attempt_has_a_span_below_that_of_its_call() throws InterruptedException {
    assertThat(trace(CLIENT.below("call"))).isEqualTo(new Call.Trace("t", "call", "own", true));
  }

  @Test
  void an_attempt_at_a_call_that_began_without_a_span_has_none() throws InterruptedException {
    assertThat(trace(CLIENT)).isEqualTo(CLIENT);
    assertThat(trace(Call.Trace.NONE)).isEqualTo(Call.Trace.NONE);
  }

  private Call.Trace trace(Call.Trace of) throws InterruptedException {
    List<Call.Trace> seen = new ArrayList<>();
    new ObserveAttempt("a/m", "r", TRACING, loop)
        .send(
            Calls.whole(loop, "m").withTrace(of),
            new CommitPoint(new RecordingExit(), false, Clock.SYSTEM),
            (call, _) -> {
              seen.add(call.trace());
              return new Answered();
            });
    return seen.getFirst();
  }
}
