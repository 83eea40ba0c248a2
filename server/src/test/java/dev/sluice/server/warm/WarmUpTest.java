package dev.sluice.server.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void it_makes_as_many_calls_as_are_enough() throws InterruptedException {
    assertThat(WarmUp.run(Duration.ofMinutes(1), 200)).isEqualTo(200);
  }

  @Test
  void it_ends_when_its_time_is_up() throws InterruptedException {
    assertThat(WarmUp.run(Duration.ZERO, 1_000)).isZero();
  }

  @Test
  void an_interrupt_ends_it() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> WarmUp.run(Duration.ofMinutes(1), Integer.MAX_VALUE))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
