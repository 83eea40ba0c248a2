package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContentionFactorTest {
  /// A node's clock may begin anywhere.
  private static final long BEGIN = -Duration.ofDays(1).toNanos();

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ContentionFactor contention = new ContentionFactor(BEGIN);

  /// Ten minutes of a quota of which this node gets so much.
  private void play(double part) {
    for (int i = 1; i <= 600; i++) {
      contention.granted(part / 60, (1 - part) / 60, BEGIN + i * SECOND);
    }
  }

  @Test
  void nobody_else_makes_a_queue_longer_who_does_not_wait() {
    play(0.1);

    assertThat(contention.of(0)).isEqualTo(1);
  }

  @Test
  void nodes_begin_with_equal_parts() {
    assertThat(contention.of(1)).isEqualTo(2);
    assertThat(contention.of(3)).isEqualTo(4);
  }

  @Test
  void a_node_that_gets_most_waits_little_longer() {
    play(0.9);

    assertThat(contention.of(1)).isCloseTo(1 / 0.9, within(0.06));
  }

  @Test
  void a_node_that_gets_a_tenth_waits_several_times_as_long() {
    play(0.1);

    assertThat(contention.of(1)).isBetween(6.0, 10.0);
  }

  @Test
  void what_was_long_ago_does_not_count() {
    play(0.1);
    contention.granted(0, 0, BEGIN + 3_600 * SECOND);

    assertThat(contention.of(1)).isCloseTo(2, within(0.001));
  }

  @Test
  void a_node_that_gets_all_still_queues_with_those_that_wait() {
    for (int i = 1; i <= 600; i++) {
      contention.granted(100, 0, BEGIN + i * SECOND);
    }

    assertThat(contention.of(1)).isGreaterThan(1);
  }
}
