package dev.sluice.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultRuleTest {
  private static final FaultCall FAULT = new FaultCall(Fault.SILENCE, "");

  @Test
  void a_window_holds_its_beginning_and_not_its_end() {
    TimeWindow window = new TimeWindow(Duration.ofNanos(10), Duration.ofNanos(20));
    FaultRule rule = FaultRule.during(FAULT, window);
    assertThat(rule.strikes(1, 9, 0)).isFalse();
    assertThat(rule.strikes(1, 10, 0)).isTrue();
    assertThat(rule.strikes(1, 19, 0)).isTrue();
    assertThat(rule.strikes(1, 20, 0)).isFalse();
  }

  @Test
  void one_call_or_every_nth_is_struck() {
    assertThat(FaultRule.at(FAULT, 2).strikes(2, 0, 0)).isTrue();
    assertThat(FaultRule.at(FAULT, 2).strikes(3, 0, 0)).isFalse();
    FaultRule third = new FaultRule(FAULT, TimeWindow.ALWAYS, 0, 3, 1);
    assertThat(third.strikes(6, 0, 0)).isTrue();
    assertThat(third.strikes(7, 0, 0)).isFalse();
  }

  @Test
  void dice_below_the_probability_strike() {
    assertThat(FaultRule.sometimes(FAULT, 0.5).strikes(1, 0, 0.49)).isTrue();
    assertThat(FaultRule.sometimes(FAULT, 0.5).strikes(1, 0, 0.5)).isFalse();
    assertThat(FaultRule.always(FAULT).strikes(1, 0, 0.999)).isTrue();
    assertThat(FaultRule.sometimes(FAULT, 0).strikes(1, 0, 0)).isFalse();
  }
}
