package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  private static final long SECOND = 1_000_000_000;

  private final Recent recent = new Recent();

  @Test
  void ten_seconds_are_remembered() {
    for (int second = 0; second < 30; second++) {
      recent.add(second * SECOND);
    }
    assertThat(recent.count(29 * SECOND)).isEqualTo(10);
    assertThat(recent.count(34 * SECOND)).isEqualTo(5);
    assertThat(recent.count(1_000 * SECOND)).isZero();
  }

  @Test
  void a_monotonic_clock_may_be_negative() {
    recent.add(-3 * SECOND);
    assertThat(recent.count(SECOND)).isEqualTo(1);
    assertThat(recent.count(8 * SECOND)).isZero();
  }

  @Test
  void an_empty_window_counts_zero() {
    assertThat(recent.count(5)).isZero();
  }
}
