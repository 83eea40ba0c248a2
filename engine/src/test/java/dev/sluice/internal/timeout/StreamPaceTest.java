package dev.sluice.internal.timeout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The usual event takes 20 ms, and a silence is bound by 8 s.
class StreamPaceTest {
  private static final long USUAL = Duration.ofMillis(20).toNanos();
  private static final long STALL = Duration.ofSeconds(8).toNanos();

  private final StreamPace pace = new StreamPace(USUAL, false);
  private long now = 1;

  @Test
  void less_than_a_fifth_of_the_learned_pace_for_the_bound_of_a_stall_is_slow() {
    assertThat(foundAfter(pace, Duration.ofMillis(101))).isBetween(8.0, 8.2);
  }

  @Test
  void a_fifth_of_it_is_not() {
    assertThat(foundAfter(pace, Duration.ofMillis(99))).isInfinite();
  }

  @Test
  void it_is_found_once() {
    assertThat(foundAfter(pace, Duration.ofMillis(200))).isFinite();
    assertThat(pace.isWatched()).isFalse();
  }

  @Test
  void a_stream_that_is_slow_for_less_long_is_not_slow() {
    for (int i = 0; i < 100; i++) {
      assertThat(events(pace, Duration.ofMillis(500), 10)).isFalse();
      assertThat(events(pace, Duration.ofMillis(10), 500)).isFalse();
    }
  }

  @Test
  void one_that_becomes_slow_is_found_within_two_bounds() {
    assertThat(events(pace, Duration.ofMillis(20), 500)).isFalse();
    assertThat(foundAfter(pace, Duration.ofMillis(400))).isBetween(8.0, 16.5);
  }

  @Test
  void while_nothing_is_learned_nothing_is_slow() {
    assertThat(new StreamPace(0, false).isWatched()).isFalse();
  }

  @Test
  void a_slow_model_is_judged_by_its_own_pace() {
    var own = new StreamPace(Duration.ofSeconds(1).toNanos(), false);
    assertThat(foundAfter(own, Duration.ofSeconds(4))).isInfinite();
  }

  @Test
  void silences_of_reasoning_are_left_out() {
    var reasoning = new StreamPace(USUAL, true);
    for (int i = 0; i < 100; i++) {
      now += Duration.ofSeconds(7).toNanos();
      assertThat(reasoning.event(now, STALL)).isFalse();
      assertThat(events(reasoning, Duration.ofMillis(20), 20)).isFalse();
    }
    assertThat(foundAfter(reasoning, Duration.ofMillis(200))).isFinite();
  }

  @Test
  void what_was_not_read_is_not_slow() {
    assertThat(events(pace, Duration.ofMillis(20), 10)).isFalse();
    now += Duration.ofMinutes(1).toNanos();
    pace.resumed(now);
    assertThat(events(pace, Duration.ofMillis(20), 1_000)).isFalse();
  }

  /// @return whether one of so many events was found slow
  private boolean events(StreamPace of, Duration each, int count) {
    for (int i = 0; i < count; i++) {
      now += each.toNanos();
      if (of.event(now, STALL)) {
        return true;
      }
    }
    return false;
  }

  /// The seconds until it is found.
  private double foundAfter(StreamPace of, Duration each) {
    long begun = now;
    return events(of, each, 1_000) ? (now - begun) / 1e9 : Double.POSITIVE_INFINITY;
  }
}
