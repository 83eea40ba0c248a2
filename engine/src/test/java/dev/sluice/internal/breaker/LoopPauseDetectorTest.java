package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.OpenTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoopPauseDetectorTest {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final VirtualLoop loop = new VirtualLoop();
  private long stolen;
  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return loop.nanos() + stolen;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };
  private final LoopPauseDetector watch = new LoopPauseDetector(loop, clock);

  @Test
  void what_fails_while_time_runs_as_it_should_is_not_explained() {
    long begun = clock.nanos();
    loop.advance(Duration.ofMinutes(10));
    assertThat(watch.explain(begun, clock.nanos())).isFalse();
  }

  @Test
  void a_pause_explains_what_fails_right_after_it_before_the_watch_has_ticked_and_after() {
    long begun = clock.nanos();
    loop.advance(Duration.ofSeconds(10));
    stolen += PAUSE.toNanos();
    assertThat(watch.explain(begun, clock.nanos())).isTrue();
    loop.advance(TICK);
    assertThat(watch.explain(begun, clock.nanos())).isTrue();
  }

  @Test
  void a_pause_explains_nothing_that_began_after_it_or_failed_long_after_it() {
    long before = clock.nanos();
    stolen += PAUSE.toNanos();
    loop.advance(TICK.multipliedBy(2));
    long after = clock.nanos();
    loop.advance(Duration.ofSeconds(1));
    assertThat(watch.explain(after, clock.nanos())).isFalse();
    assertThat(watch.explain(before, clock.nanos())).isTrue();
    loop.advance(Duration.ofSeconds(2));
    assertThat(watch.explain(before, clock.nanos())).isFalse();
  }

  @Test
  void a_closed_watch_leaves_no_timer() {
    watch.close();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void open_times_and_shares_that_cannot_work_are_refused() {
    assertThatThrownBy(() -> new OpenTime(PAUSE, TICK)).hasMessageContaining("maximum");
    assertThatThrownBy(() -> new OpenTime(Duration.ZERO, TICK)).hasMessageContaining("longer");
    var open = new OpenTime(TICK, PAUSE);
    assertThatThrownBy(() -> new BreakerConfig(0, PAUSE, 1, 1, open))
        .hasMessageContaining("failures is 0");
    assertThatThrownBy(() -> new BreakerConfig(1, Duration.ZERO, 1, 1, open))
        .hasMessageContaining("window");
    assertThatThrownBy(() -> new BreakerConfig(1, PAUSE, 0, 1, open))
        .hasMessageContaining("failure_rate is 0.0");
    assertThatThrownBy(() -> new BreakerConfig(1, PAUSE, 1, 0, open))
        .hasMessageContaining("min_calls is 0");
  }
}
