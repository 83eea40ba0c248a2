package dev.sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandoffTest {
  @Test
  void the_first_value_counts() throws Exception {
    var handoff = new Handoff<String>();
    handoff.set("first");
    handoff.set("second");
    handoff.crash(new IllegalStateException("third"));
    assertThat(handoff.await()).isEqualTo("first");
  }

  @Test
  void a_crash_is_thrown_on_the_waiting_side() {
    var handoff = new Handoff<String>();
    var bug = new IllegalArgumentException("bug");
    handoff.crash(bug);
    assertThatThrownBy(handoff::await).hasCause(bug);
  }

  @Test
  void an_interrupt_ends_the_wait() {
    var handoff = new Handoff<String>();
    Thread.currentThread().interrupt();
    assertThatThrownBy(handoff::await).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void a_value_that_came_before_the_interrupt_is_not_lost() throws Exception {
    var handoff = new Handoff<String>();
    handoff.set("value");
    Thread.currentThread().interrupt();
    assertThat(handoff.await()).isEqualTo("value");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void no_wake_up_is_lost_when_both_sides_run_in_parallel() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      var made = new CompletableFuture<Handoff<Integer>>();
      int value = i;
      var setter = made.thenAcceptAsync(handoff -> handoff.set(value));
      var handoff = new Handoff<Integer>();
      made.complete(handoff);
      assertThat(handoff.await()).isEqualTo(i);
      setter.join();
    }
  }
}
