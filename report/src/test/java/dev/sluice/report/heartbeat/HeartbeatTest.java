package dev.sluice.report.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final Duration SHORT = Duration.ofMillis(49);
  private static final Duration LONG = Duration.ofMillis(80);

  private long delay;
  private final VirtualLoop loop = new VirtualLoop();
  private final ProcessPauses pauses = new ProcessPauses(loop.nanos());
  private final Heartbeat beat = new Heartbeat(loop, loop, pauses, () -> () -> delay);

  @Test
  void a_loop_that_turns_has_not_stood_still() {
    long from = loop.nanos();
    pass(Duration.ofMinutes(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
  }

  @Test
  void a_loop_that_is_held_up_for_less_than_50_ms_has_not() {
    long from = loop.nanos();
    holdUp(SHORT);
    pass(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
  }

  @Test
  void one_that_is_held_up_has_as_soon_as_it_is_overdue_and_after_it_has_gone_on() {
    long from = loop.nanos();
    holdUp(LONG);
    assertThat(beat.stoodStill(from, loop.nanos())).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isTrue();
  }

  @Test
  void a_call_that_came_after_it_is_not_concerned() {
    holdUp(LONG);
    pass(Duration.ofMillis(100));
    long from = loop.nanos();
    pass(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
  }

  @Test
  void a_pause_of_the_whole_process_is_not_the_loops_fault() {
    long from = loop.nanos();
    loop.holdUp(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
    pauses.awake(loop.nanos());
    pass(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
  }

  @Test
  void time_in_which_no_processor_was_to_be_had_is_not_the_loops_fault() {
    pass(Duration.ofSeconds(1));
    long from = loop.nanos();
    delay += LONG.toNanos();
    holdUp(LONG);
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isFalse();
    delay += LONG.toNanos();
    holdUp(LONG.multipliedBy(3));
    assertThat(beat.stoodStill(from, loop.nanos())).isTrue();
  }

  @Test
  void a_short_pause_does_not_excuse_a_loop_that_is_held_up_for_longer() {
    long from = loop.nanos();
    loop.holdUp(Duration.ofMillis(60));
    pauses.awake(loop.nanos());
    holdUp(Duration.ofMillis(300));
    pass(Duration.ofSeconds(1));
    assertThat(beat.stoodStill(from, loop.nanos())).isTrue();
  }

  @Test
  void it_stops_when_it_is_closed() {
    beat.close();
    assertThat(loop.timers()).isZero();
  }

  /// The loop turns, and the sleeping thread wakes in time.
  private void pass(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(ProcessPauses.SLEEP)) {
      loop.advance(ProcessPauses.SLEEP);
      pauses.awake(loop.nanos());
    }
  }

  /// The loop does not turn, but the sleeping thread wakes in time.
  private void holdUp(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(ProcessPauses.SLEEP)) {
      boolean last = left.compareTo(ProcessPauses.SLEEP) < 0;
      loop.holdUp(last ? left : ProcessPauses.SLEEP);
      if (!last) {
        pauses.awake(loop.nanos());
      }
    }
  }
}
