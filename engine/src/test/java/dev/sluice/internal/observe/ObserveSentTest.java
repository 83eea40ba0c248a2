package dev.sluice.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserveSentTest {
  private final List<Call> sent = new ArrayList<>();
  private final ObserveSent filter =
      new ObserveSent(
          new Observer() {
            @Override
            public void callSent(Call call) {
              sent.add(call);
            }
          });
  private final Call call = Calls.whole(new VirtualLoop(), "m");

  @Test
  void each_call_is_told_of_once() throws InterruptedException {
    assertThat(filter.over((_, _) -> new Answered()).send(call, new DiscardingSink()))
        .isEqualTo(new Answered());
    assertThat(sent).containsExactly(call);
  }

  @Test
  void the_question_whether_a_call_passes_tells_nobody() {
    assertThat(filter.passes(call)).isTrue();
    assertThat(sent).isEmpty();
  }
}
