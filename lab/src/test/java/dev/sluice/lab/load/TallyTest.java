package dev.sluice.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void percentiles_are_good_to_a_thousandth() {
    for (int i = 1; i <= 1_000; i++) {
      tally.answered(i * 1_000_000L);
    }
    assertThat(tally.calls()).isEqualTo(1_000);
    assertThat(tally.latency().getValueAtPercentile(50))
        .isCloseTo(500_000_000, Percentage.withPercentage(0.1));
    assertThat(tally.latency().getValueAtPercentile(99))
        .isCloseTo(990_000_000, Percentage.withPercentage(0.1));
  }

  @Test
  void values_beyond_the_scale_are_kept_at_its_end() {
    tally.answered(Long.MAX_VALUE);
    tally.delayed(-5);
    assertThat(tally.latency().getMaxValue()).isGreaterThanOrEqualTo(600_000_000_000L);
    assertThat(tally.delay().getMinValue()).isZero();
  }

  @Test
  void errors_are_counted_by_kind_and_are_no_calls() {
    tally.failed(CallError.CUT);
    tally.failed(CallError.CUT);
    tally.failed(CallError.THROTTLED);
    assertThat(tally.calls()).isZero();
    assertThat(tally.failed()).isEqualTo(3);
    assertThat(tally.errors())
        .containsEntry(CallError.CUT, 2L)
        .containsEntry(CallError.THROTTLED, 1L);
  }
}
