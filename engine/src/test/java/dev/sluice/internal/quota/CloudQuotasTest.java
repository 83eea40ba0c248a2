package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.answered;
import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.limits;
import static dev.sluice.internal.quota.QuotaCalls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeRule.Output;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.testing.LongForm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The quotas of clouds: what a call counts for when it comes, and when it ends.
class CloudQuotasTest extends QuotaFixture {
  private static final long SECOND = 1_000_000_000L;
  private static final int LARGEST = 8_000;
  private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final ChargeRule RUNTIME = new ChargeRule(Output.MAXIMUM, false);
  private static final ChargeRule MANTLE = new ChargeRule(Output.CHECKED, false);

  private static Quota quota(QuotaLimits limits, ChargeRule rule) {
    return new Quota(
        limits, rule, new Concurrency.Unbounded(), new LearnedEstimate(limits.output()), false, 0);
  }

  private static ChargeRule rule(String url, String model) {
    var provider = new ProviderConfig("b", ProviderType.BEDROCK, URI.create(url), List.of(), false);
    return ProviderQuotas.charging(provider, model);
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, 5",
    "anthropic.claude-3-7-sonnet-20250219-v1:0, 5",
    "global.anthropic.claude-opus-4-8, 5",
    "anthropic.claude-3-5-sonnet-20241022-v2:0, 1",
    "eu.anthropic.claude-3-haiku-20240307-v1:0, 1",
    "anthropic.claude-v2:1, 1",
    "anthropic.claude-instant-v1, 1",
    "openai.gpt-oss-120b-1:0, 1",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2, 1",
    "*, 1"
  })
  void output_of_newer_claude_counts_five_times_at_the_runtime_endpoint(String model, int times) {
    ChargeRule rule = rule("https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1", model);
    assertThat(rule).isEqualTo(RUNTIME.burning(times));
    assertThat(rule("https://bedrock-mantle.us-east-1.api.aws/v1", model)).isEqualTo(MANTLE);
  }

  @ParameterizedTest
  @CsvSource({"GEMINI, FREE, true", "MESSAGES, WRITTEN, false", "OPENAI, RESERVED, true"})
  void what_counts_at_vertex_ai_is_what_counts_at_the_models_makers(
      ProviderConfig.Api api, Output output, boolean cached) {
    var url = URI.create("https://aiplatform.googleapis.com/v1/projects/p/locations/global");
    var provider = new ProviderConfig("v", ProviderType.VERTEX, url, List.of(), false).by(api);
    assertThat(ProviderQuotas.charging(provider, "m")).isEqualTo(new ChargeRule(output, cached));
  }

  @Test
  void the_bound_is_reserved_once_and_written_tokens_are_settled_several_times() {
    Quota quota = quota(limits(0, TPM), RUNTIME.burning(5));
    Permit permit = enter(quota, call, 0);
    assertThat(tokens(quota, 0).reserved()).isEqualTo(1_500);
    double before = tokens(quota, 0).remaining();
    answered(permit, used(1_000, 400), 0, 0);
    // 1,000 that were read and five times 400, of which 1,500 had been reserved.
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before - 1_500, within(1.0));
  }

  @Test
  void a_call_without_a_bound_reserves_the_largest_there_is() {
    Quota quota = quota(limits(0, TPM), RUNTIME.usually(OptionalLong.of(20_000)));
    Permit permit = enter(quota, call(4_000, 0), 0);
    assertThat(tokens(quota, 0).reserved()).isEqualTo(21_000);
    answered(permit, used(1_000, 100), 0, 0);
    assertThat(tokens(quota, 0).reserved()).isZero();
  }

  @Test
  void a_default_bound_lets_many_times_as_many_calls_begin() {
    var largest = quota(limits(0, 2_000_000), RUNTIME.usually(OptionalLong.of(64_000)));
    var bounded = quota(limits(0, 2_000_000), RUNTIME.usually(OptionalLong.of(1_000)));
    assertThat(begun(bounded)).isGreaterThan(20 * begun(largest));
  }

  private static int begun(Quota quota) {
    Call unbounded = call(400, 0);
    int begun = 0;
    while (quota.closed(unbounded, true, 0).isEmpty()) {
      enter(quota, unbounded, 0);
      begun++;
    }
    return begun;
  }

  @Test
  void a_call_whose_largest_output_never_fits_is_told_to_set_a_bound() {
    Quota quota = quota(limits(0, TPM), RUNTIME.usually(OptionalLong.of(64_000)));
    assertThat(why(quota, call(400, 0)))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.status()).isEqualTo(413);
              assertThat(why.param()).contains("max_tokens");
            });
    assertThat(quota.closed(call(400, 100), true, 0)).isEmpty();
  }

  @Test
  void what_other_capacity_has_answered_takes_nothing() {
    Quota quota = quota(limits(0, TPM), new ChargeRule(Output.KEPT, true));
    double before = tokens(quota, 0).remaining();
    Permit permit = enter(quota, call, 0);
    assertThat(tokens(quota, 0).reserved()).isEqualTo(1_500);
    permit.allowed(RateLimitInfo.ELSEWHERE, 0);
    answered(permit, used(1_000, 400), 0, 0);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before, within(1e-9));
    assertThat(tokens(quota, 0).reserved()).isZero();
  }

  @Test
  void text_completions_without_a_bound_mean_few_tokens_and_reserve_what_is_usual() {
    Quota quota = quota(limits(0, TPM), RUNTIME.usually(OptionalLong.of(20_000)));
    enter(quota, call(Operation.COMPLETIONS, 4_000, 0, true), 0);
    assertThat(tokens(quota, 0).reserved()).isLessThan(2_000);
  }

  @Test
  void a_bound_that_is_checked_needs_room_and_takes_none() {
    QuotaLimits limits = inAndOut(10_000, 10_000);
    Quota quota = quota(limits, MANTLE);
    Permit permit = enter(quota, call(4_000, 8_000), 0);
    assertThat(quota.gauges(0).of(Dimension.INPUT).reserved()).isEqualTo(1_000);
    assertThat(quota.gauges(0).of(Dimension.OUTPUT).reserved()).isLessThan(1_000);
    // 1,000 are under way, and another 1,000 with 8,000 are more than what is left.
    assertThat(quota.closed(call(4_000, 8_000), true, 0)).isPresent();
    assertThat(quota.closed(call(400, 100), true, 0)).isEmpty();
    double before = quota.gauges(0).of(Dimension.OUTPUT).remaining();
    answered(permit, new Usage(1_000, 700, 900, false), 0, 0);
    assertThat(quota.gauges(0).of(Dimension.INPUT).reserved()).isZero();
    assertThat(quota.gauges(0).of(Dimension.OUTPUT).remaining()).isLessThan(before);
  }

  @Test
  void a_bound_above_the_whole_limit_that_it_is_checked_against_never_fits() {
    assertThat(why(quota(inAndOut(10_000, 10_000), MANTLE), call(400, 20_000)))
        .isInstanceOfSatisfying(
            Failed.Invalid.class, why -> assertThat(why.param()).contains("max_tokens"));
  }

  @Test
  void cached_input_comes_back() {
    Quota quota = quota(limits(0, TPM), RUNTIME);
    double before = tokens(quota, 0).remaining();
    answered(enter(quota, call, 0), new Usage(1_000, 100, 900, false), 0, 0);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before - 200, within(1.0));
  }

  @Test
  void what_the_configuration_says_of_charges_goes_before_the_type() {
    var terms = new ChargeTerms(Optional.of(Output.WRITTEN), Optional.of(true), OptionalInt.of(3));
    assertThat(RUNTIME.with(terms)).isEqualTo(new ChargeRule(Output.WRITTEN, true).burning(3));
    assertThat(RUNTIME.with(ChargeTerms.NONE)).isEqualTo(RUNTIME);
  }

  @Test
  void models_profiles_and_endpoints_have_quotas_of_their_own() {
    var config = new QuotaConfig(Map.of("*", limits(0, 3_000)), new Concurrency.Unbounded());
    var runtime = new Quotas(config, RUNTIME);
    var mantle = new Quotas(config, MANTLE);
    runtime.gate(Optional.of(CLAUDE)).enter(call, 0);
    assertThat(runtime.gate(Optional.of(CLAUDE)).closed(call, true, 0)).isPresent();
    assertThat(runtime.gate(Optional.of("global." + CLAUDE)).closed(call, true, 0)).isEmpty();
    assertThat(mantle.gate(Optional.of(CLAUDE)).closed(call, true, 0)).isEmpty();
  }

  @Test
  void another_rule_takes_effect_for_quotas_that_go_on() {
    var config = new QuotaConfig(Map.of(), new Concurrency.Unbounded());
    var quotas = new Quotas(config, RUNTIME);
    quotas.gate(Optional.of("m")).enter(call, 0);
    quotas.configure(config, _ -> RUNTIME.usually(OptionalLong.of(700)), Set.of("m"), 0);
    assertThat(quotas.expected(Optional.of("m"), call(4_000, 0), 0).output()).isEqualTo(700);
  }

  @Test
  void a_limit_a_second_is_used_a_second_at_a_time() {
    Quota quota = quota(QuotaLimits.NONE);
    enter(quota, call, 0).allowed(aSecond(Unit.REQUESTS, 10, 9), 0);
    assertThat(quota.gauges(0).of(Dimension.REQUESTS).limit()).isEqualTo(600);
    int begun = 0;
    while (quota.closed(call, true, SECOND).isEmpty()) {
      enter(quota, call, SECOND);
      begun++;
    }
    assertThat(begun).isEqualTo(9);
    assertThat(quota.closed(call, true, SECOND).orElseThrow().until() - SECOND)
        .isLessThan(SECOND / 5);
  }

  @Test
  void a_second_of_which_nothing_is_left_is_over_soon() {
    Quota quota = quota(QuotaLimits.NONE);
    enter(quota, call, 0).allowed(aSecond(Unit.TOKENS, 3_000, 0), 0);
    long until = quota.closed(call(400, 100), true, 0).orElseThrow().until();
    assertThat(until).isLessThan(SECOND);
  }

  @Test
  void a_limit_that_moves_is_followed_down_and_up() {
    Quota quota = quota(limits(0, TPM));
    enter(quota, call, 0).allowed(tokens(TPM / 3, TPM / 4), 0);
    assertThat(tokens(quota, 0).limit()).isEqualTo(TPM / 3.0);
    enter(quota, call, 1).allowed(tokens(2 * TPM, TPM), 1);
    assertThat(tokens(quota, 1).limit()).isEqualTo(TPM);
  }

  @Test
  void a_platform_without_room_teaches_nothing_of_the_limit() {
    Quota quota = quota(limits(0, TPM));
    for (int i = 0; i < 20; i++) {
      Failed why = new Failed.Overloaded(503, Optional.empty(), "");
      QuotaCalls.settle(enter(quota, call, i), why, Usage.NONE, i, i);
    }
    assertThat(tokens(quota, 20).limit()).isEqualTo(TPM);
    assertThat(tokens(quota, 20).learned()).isFalse();
  }

  private static RateLimitInfo aSecond(Unit unit, long limit, long remaining) {
    var told =
        new Limit(
            OptionalLong.of(limit),
            OptionalLong.of(remaining),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(1)));
    return new RateLimitInfo(Map.of(unit, told));
  }

  private static QuotaLimits inAndOut(long input, long output) {
    return new QuotaLimits(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(input),
        OptionalLong.of(output),
        OptionalLong.empty(),
        Optional.of(Duration.ofMinutes(1)),
        OptionalInt.empty(),
        OptionalLong.empty(),
        ChargeTerms.NONE);
  }

  @ParameterizedTest
  @CsvSource({"1024, 5", "1024, 1", "0, 1", "0, 5"})
  void as_good_as_nothing_is_refused_where_output_counts_several_times(int bound, int burndown) {
    Workload workload = Workload.conversation().withMaxTokens(bound);
    double rate = workload.tokens();
    for (long seed = 1; seed <= LongForm.rounds(1, 5); seed++) {
      var upstream = new CloudUpstream(rate, false, burndown, LARGEST);
      ChargeRule rule = RUNTIME.burning(burndown).usually(OptionalLong.of(LARGEST));
      check(traffic(limits(0, (long) (60 * rate)), rule, upstream, workload, seed));
    }
  }

  @ParameterizedTest
  @CsvSource({"1024", "0"})
  void as_good_as_nothing_is_refused_where_a_bound_needs_room_alone(int bound) {
    Workload workload = Workload.conversation().withMaxTokens(bound);
    double rate = workload.tokens() / 2;
    for (long seed = 1; seed <= LongForm.rounds(1, 5); seed++) {
      var upstream = new CloudUpstream(rate, true, 1, LARGEST);
      ChargeRule rule = MANTLE.usually(OptionalLong.of(LARGEST));
      QuotaLimits limits = inAndOut((long) (60 * rate), 10_000_000);
      check(traffic(limits, rule, upstream, workload, seed));
    }
  }

  private static Traffic traffic(
      QuotaLimits limits, ChargeRule rule, CloudUpstream upstream, Workload workload, long seed) {
    Traffic traffic = new Traffic(quota(limits, rule), upstream, workload, seed);
    traffic.run(Duration.ofMinutes(30));
    return traffic;
  }

  private static void check(Traffic traffic) {
    long attempts = traffic.upstream.admitted() + traffic.upstream.refused();
    assertThat(attempts).isGreaterThan(500);
    assertThat(traffic.upstream.refused()).isLessThanOrEqualTo(Math.max(2, attempts / 500));
    double used = traffic.upstream.charged() / (traffic.upstream.rate() * 1_800);
    assertThat(used).isGreaterThan(0.95);
  }

  @Test
  void a_rule_that_counts_output_once_is_refused_where_it_counts_several_times() {
    Workload workload = Workload.conversation();
    double rate = workload.tokens() / 2;
    var upstream = new CloudUpstream(rate, false, 5, LARGEST);
    traffic(limits(0, (long) (60 * rate)), RUNTIME, upstream, workload, 1);
    assertThat(upstream.refused()).isGreaterThan(10);
  }
}
