package dev.sluice.call.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Calls;
import dev.sluice.call.TestFeed;
import dev.sluice.call.runtime.VirtualLoop;
import org.junit.jupiter.api.Test;

class AttemptInfoTest {
  @Test
  void a_part_of_a_shared_attempt_asks_for_the_same_model() {
    AttemptInfo attempt = TestFeed.of(Calls.streamed(new VirtualLoop(), "m"), "p/*");
    AttemptInfo part = attempt.shared(_ -> {});
    assertThat(part.target()).isEqualTo("p/*");
    assertThat(part.asked()).isEqualTo(attempt.asked()).isEqualTo("p/m");
  }
}
