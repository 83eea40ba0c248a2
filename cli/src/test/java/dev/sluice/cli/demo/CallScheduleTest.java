package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CallScheduleTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void calls_are_spread_evenly() {
    CallSchedule pace = new CallSchedule(100, 4);
    assertThat(pace.due(0)).isEqualTo(100);
    assertThat(pace.due(1)).isEqualTo(250_000_100);
    assertThat(pace.due(4)).isEqualTo(SECOND + 100);
  }

  @Test
  void a_pace_that_does_not_divide_a_second_does_not_drift() {
    CallSchedule pace = new CallSchedule(0, 3);
    assertThat(pace.due(1)).isEqualTo(333_333_333);
    assertThat(pace.due(2)).isEqualTo(666_666_666);
    assertThat(pace.due(3L * 86_400 * 365)).isEqualTo(86_400L * 365 * SECOND);
  }

  @Test
  void every_second_has_as_many_as_planned() {
    CallSchedule pace = new CallSchedule(17, 2_500);
    for (int second = 0; second < 10; second++) {
      assertThat(pace.due(2_500L * second)).isEqualTo(17 + second * SECOND);
      assertThat(pace.due(2_500L * second + 2_499)).isLessThan(17 + (second + 1) * SECOND);
    }
  }

  @Test
  void a_clock_may_be_negative() {
    assertThat(new CallSchedule(-SECOND, 2).due(1)).isEqualTo(-SECOND / 2);
  }

  @Test
  void no_pace_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CallSchedule(0, 0))
        .withMessage("a pace of 0 calls a second: at least 1 is needed");
  }
}
