package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Limits that are configured otherwise while a quota is in use.
class ReconfiguredQuotaTest {
  private static final Call CALL = Calls.whole(new VirtualLoop(), "m");

  /// Up to 3 % of a limit are kept free, which changes with the limit.
  private static final double MARGIN = 4;

  private final Quotas quotas = new Quotas(limits(60, Integer.MAX_VALUE), ChargeRule.defaults());
  private final Gate gate = quotas.gate(Optional.of("m"), 0);

  private static QuotaConfig limits(long rpm, int concurrent) {
    var limits =
        new QuotaLimits(
            OptionalLong.of(rpm),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(QuotaLimits.BURST_MAX),
            OptionalInt.of(concurrent),
            OptionalLong.empty());
    return new QuotaConfig(Map.of("m", limits), new Concurrency.Unbounded());
  }

  private double remaining() {
    return quotas.gauges("m", 0).orElseThrow().of(Dimension.REQUESTS).remaining();
  }

  private void enter(int calls) {
    for (int i = 0; i < calls; i++) {
      assertThat(gate.closed(CALL, false, 0)).isEmpty();
      gate.enter(CALL, 0);
    }
  }

  @Test
  void what_is_used_of_the_minute_stays_used_when_a_limit_is_doubled() {
    enter(40);
    double before = remaining();
    quotas.configure(limits(120, Integer.MAX_VALUE), 0);
    assertThat(remaining()).isCloseTo(before + 60, within(MARGIN));
    quotas.configure(limits(60, Integer.MAX_VALUE), 0);
    assertThat(remaining()).isCloseTo(before, within(MARGIN));
  }

  @Test
  void a_limit_that_is_halved_below_what_is_used_begins_in_debt() {
    enter(40);
    quotas.configure(limits(30, Integer.MAX_VALUE), 0);
    assertThat(remaining()).isZero();
    Gate.Closed closed = gate.closed(CALL, false, 0).orElseThrow();
    assertThat(closed.why()).isInstanceOf(Failed.Throttled.class);
    // Ten beyond it, and one for the call, at one in two seconds.
    assertThat(closed.until() / 1e9).isCloseTo(22, within(MARGIN));
  }

  @Test
  void slots_that_are_taken_stay_taken() {
    enter(10);
    quotas.configure(limits(60, 10), 0);
    assertThat(gate.closed(CALL, false, 0)).isPresent();
    assertThat(quotas.gauges("m", 0).orElseThrow().inFlight()).isEqualTo(10);
    quotas.configure(limits(60, 11), 0);
    assertThat(gate.closed(CALL, false, 0)).isEmpty();
  }

  @Test
  void a_model_that_no_target_names_any_longer_is_forgotten() {
    quotas.retain(Set.of("other"));
    assertThat(quotas.gauges("m", 0)).isEmpty();
  }
}
