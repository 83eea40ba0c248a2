package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeTerms;
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
  private final Gate gate = quotas.gate(Optional.of("m"));

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
            OptionalLong.empty(),
            ChargeTerms.NONE);
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
    configure(limits(120, Integer.MAX_VALUE));
    assertThat(remaining()).isCloseTo(before + 60, within(MARGIN));
    configure(limits(60, Integer.MAX_VALUE));
    assertThat(remaining()).isCloseTo(before, within(MARGIN));
  }

  @Test
  void a_limit_that_is_halved_below_what_is_used_begins_in_debt() {
    enter(40);
    configure(limits(30, Integer.MAX_VALUE));
    assertThat(remaining()).isZero();
    Gate.Closed closed = gate.closed(CALL, false, 0).orElseThrow();
    assertThat(closed.why()).isInstanceOf(Failed.Throttled.class);
    // Ten beyond it, and one for the call, at one in two seconds.
    assertThat(closed.until() / 1e9).isCloseTo(22, within(MARGIN));
  }

  @Test
  void slots_that_are_taken_stay_taken() {
    enter(10);
    configure(limits(60, 10));
    assertThat(gate.closed(CALL, false, 0)).isPresent();
    assertThat(quotas.gauges("m", 0).orElseThrow().inFlight()).isEqualTo(10);
    configure(limits(60, 11));
    assertThat(gate.closed(CALL, false, 0)).isEmpty();
  }

  @Test
  void a_model_that_no_target_names_any_longer_is_forgotten() {
    enter(1);
    quotas.configure(limits(60, Integer.MAX_VALUE), Set.of("other"), 0);
    assertThat(quotas.gauges("m", 0)).isEmpty();
    assertThat(quotas.gauges("other", 0)).isPresent();
  }

  @Test
  void a_configured_model_keeps_what_is_used_when_it_is_passed_on_and_named_again() {
    enter(40);
    double before = remaining();
    quotas.configure(limits(60, Integer.MAX_VALUE), Set.of("*"), 0);
    Gate passing = quotas.gate(Optional.empty());
    assertThat(passing.source(CALL, 0)).isEqualTo(gate.source(CALL, 0));
    for (int i = 0; i < 10; i++) {
      passing.enter(CALL, 0);
    }
    configure(limits(60, Integer.MAX_VALUE));
    assertThat(remaining()).isCloseTo(before - 10, within(MARGIN));
    assertThat(quotas.gauges("m", 0).orElseThrow().inFlight()).isEqualTo(50);
  }

  /// Clients make up such names: one that has answered has a quota of its own.
  @Test
  void so_does_a_model_that_the_limits_do_not_name() {
    QuotaConfig any = new QuotaConfig(Map.of(), new Concurrency.Unbounded());
    quotas.configure(any, Set.of("*"), 0);
    Gate passing = quotas.gate(Optional.empty());
    Permit first = passing.enter(CALL, 0);
    first.started(0);
    Permit under = passing.enter(CALL, 0);
    Object source = passing.source(CALL, 0).orElseThrow();
    quotas.configure(any, Set.of("m"), 0);
    assertThat(quotas.gate(Optional.of("m")).source(CALL, 0)).contains(source);
    under.settle(answered());
    quotas.configure(any, Set.of("m", "*"), 0);
    quotas.configure(any, Set.of("*"), 0);
    assertThat(passing.source(CALL, 0)).contains(source);
    passing.enter(CALL, 0).settle(answered());
    assertThat(passing.source(CALL, 0)).contains(source);
  }

  @Test
  void a_name_that_the_limits_begin_or_cease_to_name_keeps_what_is_used() {
    quotas.configure(limits(60, Integer.MAX_VALUE), Set.of("*"), 0);
    Gate passing = quotas.gate(Optional.empty());
    passing.enter(CALL, 0);
    Object source = passing.source(CALL, 0).orElseThrow();
    quotas.configure(new QuotaConfig(Map.of(), new Concurrency.Unbounded()), Set.of("*"), 0);
    assertThat(passing.source(CALL, 0)).contains(source);
    quotas.configure(limits(60, Integer.MAX_VALUE), Set.of("*"), 0);
    assertThat(passing.source(CALL, 0)).contains(source);
  }

  @Test
  void the_gate_of_a_configuration_that_is_only_tried_leaves_no_trace() {
    Gate _ = quotas.gate(Optional.of("tried"));
    Gate _ = quotas.gate(Optional.empty());
    assertThat(quotas.gauges("tried", 0)).isEmpty();
    assertThat(quotas.gauges("*", 0)).isEmpty();
  }

  private void configure(QuotaConfig next) {
    quotas.configure(next, Set.of("m"), 0);
  }

  private static AttemptResult answered() {
    return new AttemptResult(new Answered(), Usage.NONE, 0, OptionalLong.empty(), 0);
  }
}
