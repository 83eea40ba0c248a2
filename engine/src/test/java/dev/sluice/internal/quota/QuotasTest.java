package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.answered;
import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.limits;
import static dev.sluice.internal.quota.QuotaCalls.settle;
import static dev.sluice.internal.quota.QuotaCalls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotasTest extends QuotaFixture {
  @Test
  void names_that_have_not_answered_share_one_quota() {
    Quotas quotas = quotas(Map.of("*", limits(0, TPM)));
    Gate gate = quotas.gate(Optional.empty());
    for (int i = 0; i < 2_000; i++) {
      gate.enter(call.withModel("made-up-" + i), 0);
    }
    assertThat(quotas.gauges("*", 0).orElseThrow().of(Dimension.TOKENS).limit()).isEqualTo(TPM);
    assertThat(gate.closed(call.withModel("made-up-9999"), true, 0)).isPresent();
  }

  @Test
  void a_name_that_has_answered_has_a_quota_of_its_own() {
    Quotas quotas = quotas(Map.of("*", limits(0, TPM)));
    Gate gate = quotas.gate(Optional.empty());
    answered(gate.enter(call.withModel("real"), 0), used(1_000, 100), 0, 0);
    for (int i = 0; i < 2_000; i++) {
      Permit permit = gate.enter(call.withModel("made-up-" + i), 0);
      settle(permit, throttled(), Usage.NONE, 0, 0);
    }
    assertThat(gate.closed(call.withModel("made-up-1"), true, 0)).isPresent();
    assertThat(gate.closed(call.withModel("real"), true, 0)).isEmpty();
  }

  @Test
  void what_a_provider_says_of_one_name_closes_and_teaches_nothing_to_the_others() {
    Gate gate = quotas(Map.of()).gate(Optional.empty());
    var hint = Optional.of(Duration.ofHours(5));
    for (int i = 0; i < 300; i++) {
      var dimension = i % 2 == 0 ? Failed.Dimension.DAY : Failed.Dimension.REQUESTS;
      Permit permit = gate.enter(call.withModel("made-up-" + i), 0);
      var nothing = new Limit(OptionalLong.of(50), OptionalLong.of(0), hint);
      permit.allowed(
          new RateLimitInfo(Map.of(Unit.DAILY_REQUESTS, nothing, Unit.REQUESTS, nothing)), 0);
      settle(permit, new Failed.Throttled(dimension, hint, "m"), Usage.NONE, 0, 0);
    }
    assertThat(gate.closed(call.withModel("never-asked"), true, 0)).isEmpty();
  }

  @Test
  void so_has_one_that_the_configuration_knows() {
    Quotas quotas = quotas(Map.of("*", limits(0, TPM), "real", limits(0, 2 * TPM)));
    Gate gate = quotas.gate(Optional.empty());
    for (int i = 0; i < 2_000; i++) {
      gate.enter(call.withModel("made-up-" + i), 0);
    }
    assertThat(gate.closed(call.withModel("real"), true, 0)).isEmpty();
    assertThat(quotas.gauges("*", 0).orElseThrow().of(Dimension.TOKENS).limit())
        .isEqualTo(3.0 * TPM);
  }

  @Test
  void of_the_names_that_answer_the_least_recently_used_shares_again() {
    Quotas quotas = quotas(Map.of("*", limits(0, TPM)));
    Gate gate = quotas.gate(Optional.empty());
    for (int i = 0; i < 3_000; i++) {
      answered(gate.enter(call.withModel("model-" + i), 0), used(1_000, 100), 0, 0);
    }
    assertThat(quotas.gauges("*", 0).orElseThrow().of(Dimension.TOKENS).limit())
        .isEqualTo(1_025.0 * TPM);
  }

  @Test
  void figures_of_one_name_are_those_of_the_quota_that_it_takes() {
    Quotas quotas = quotas(Map.of("*", limits(0, TPM), "known", limits(0, 2 * TPM)));
    assertThat(quotas.applying("real", 0)).as("nothing has been asked yet").isEmpty();
    Gate gate = quotas.gate(Optional.empty());
    gate.enter(call.withModel("known"), 0);
    answered(gate.enter(call.withModel("real"), 0), used(1_000, 100), 0, 0);
    assertThat(tokens(quotas, "real")).isEqualTo(TPM);
    assertThat(tokens(quotas, "known")).isEqualTo(2.0 * TPM);
    assertThat(tokens(quotas, "never-asked")).as("shared").isEqualTo(TPM);
  }

  private static double tokens(Quotas quotas, String model) {
    return quotas.applying(model, 0).orElseThrow().of(Dimension.TOKENS).limit();
  }

  private static Quotas quotas(Map<String, QuotaLimits> limits) {
    return new Quotas(new QuotaConfig(limits, new Concurrency.Unbounded()), ChargeRule.defaults());
  }

  @Test
  void targets_with_the_same_credential_and_model_share_a_quota() {
    var quotas = new Quotas(QuotaConfig.defaults(), ChargeRule.defaults());
    quotas.gate(Optional.of("m")).enter(call, 0);
    quotas.gate(Optional.of("m")).enter(call, 0);
    quotas.gate(Optional.empty()).enter(call, 0);
    assertThat(quotas.gauges("m", 0).orElseThrow().inFlight()).isEqualTo(3);
  }
}
