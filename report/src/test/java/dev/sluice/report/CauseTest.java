package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Implausible;
import dev.sluice.accounts.budget.ImplausibleUnits;
import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.accounts.budget.UnaskedTiers;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.config.quota.Dimension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CauseTest {
  private static final String A = "a/fast";
  private static final String B = "b/slow";
  private static final long CENT = Money.DOLLAR / 100;

  @Test
  void targets_that_do_well_have_no_finding() {
    assertThat(new Observed().answered(A, 1_000).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, does not resolve: check providers.b.url",
    "REFUSED, nobody listens there",
    "TLS, certificate",
    "EGRESS_DENIED, allow_private: true",
    "PROXY_FAILED, check that the proxy runs",
    "PROXY_DENIED, password in providers.b.proxy",
    "NO_DESCRIPTORS, ulimit -n",
    "RESET, connections break"
  })
  void a_dead_target_is_told_by_what_is_in_the_way(Failed.Obstacle obstacle, String remedy) {
    Failed none = new Failed.Unreachable(obstacle, "10.0.0.1");
    Finding finding = only(new Observed().answered(A, 100).attempts(B, 20, none).open(B));
    assertThat(finding.target()).isEqualTo(B);
    assertThat(finding.cause()).isEqualTo(Cause.DEAD);
    assertThat(finding.problem())
        .isEqualTo("100 % of 20 attempts found no connection; it is failing: its circuit is open");
    assertThat(finding.remedy()).contains(remedy);
  }

  @Test
  void a_refused_key_is_to_be_replaced_and_a_used_up_one_paid_for() {
    Finding refused =
        only(new Observed().answered(A, 100).attempts(B, 3, new Failed.CredentialRefused(401)));
    assertThat(refused.cause()).isEqualTo(Cause.CREDENTIAL);
    assertThat(refused.problem()).isEqualTo("b refused a key of it 3 times");
    assertThat(refused.remedy()).isEqualTo("replace providers.b.keys");
    Finding spent = only(new Observed().attempts(B, 3, new Failed.Exhausted("")).aside(1));
    assertThat(spent.problem()).endsWith("provider key 1 of 2 is set aside");
    assertThat(spent.remedy()).contains("add credit");
  }

  @ParameterizedTest
  @CsvSource({
    "REQUESTS, for requests, .rpm and .tpm",
    "DAY, for day, providers.b.limits.slow.rpd",
    "UNKNOWN, hit a rate limit, .rpm and .tpm"
  })
  void a_target_that_refuses_is_told_by_its_limit(
      Failed.Dimension limit, String problem, String remedy) {
    Failed why = new Failed.Throttled(limit, Optional.empty(), "");
    Finding finding = only(new Observed().answered(A, 100).answered(B, 95).attempts(B, 5, why));
    assertThat(finding.cause()).isEqualTo(Cause.RATE_LIMIT);
    assertThat(finding.problem()).startsWith("5 % of 100 attempts").contains(problem);
    assertThat(finding.remedy()).contains(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, routes.chat.timeout.connect",
    "FIRST_TOKEN, routes.chat.race",
    "STALL, routes.chat.timeout.stall",
    "TOTAL, routes.chat.timeout.total",
    "DEADLINE, clients"
  })
  void a_target_that_is_late_is_told_by_its_phase(Failed.Phase phase, String remedy) {
    Failed why = new Failed.TimedOut(phase, Duration.ofSeconds(1));
    Finding finding = only(new Observed().answered(B, 95).attempts(B, 5, why));
    assertThat(finding.cause()).isEqualTo(Cause.TIMEOUT);
    assertThat(finding.remedy()).contains(remedy);
  }

  @Test
  void a_target_that_fails_is_told_by_how() {
    Failed busy = new Failed.Overloaded(503, Optional.empty(), "");
    Failed cut = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "");
    assertThat(only(new Observed().answered(B, 90).attempts(B, 10, busy)).problem())
        .isEqualTo("10 % of 100 attempts failed at the provider (5xx)");
    assertThat(only(new Observed().answered(B, 90).attempts(B, 10, cut)).problem())
        .isEqualTo("10 % of 100 attempts brought a broken answer");
  }

  @Test
  void a_slow_target_is_told_by_its_times() {
    Finding finding =
        only(new Observed().answered(A, 100).calls(B, 20, new Answered(), Duration.ofSeconds(6)));
    assertThat(finding.target()).isEqualTo(B);
    assertThat(finding.cause()).isEqualTo(Cause.SLOW);
    assertThat(finding.problem()).contains("6 s on average").contains("less than 2 s is aimed at");
  }

  @Test
  void a_limit_that_is_nearly_used_up_is_told() {
    Finding finding =
        only(new Observed().answered(B, 20).quota(B, Dimension.OUTPUT, 1e6, 0.96, false));
    assertThat(finding.cause()).isEqualTo(Cause.QUOTA);
    assertThat(finding.problem()).isEqualTo("96 % of its limit of 1M a minute is used");
    assertThat(finding.remedy()).endsWith("providers.b.limits.slow.output_tpm");
  }

  @Test
  void a_usage_that_no_tokenizer_gives_is_told() {
    var told = new Implausible.Told(B, 3, 60, 4_000_000, 7, 20_540_000_000L);
    Finding finding = only(new Observed().answered(B, 20).told(told));
    assertThat(finding.cause()).isEqualTo(Cause.USAGE);
    assertThat(finding.problem())
        .isEqualTo(
            "it has told 3 usages since the start that no tokenizer gives, and 20.54 USD were"
                + " charged for them; the last one was 4000000 tokens read and 7 written, of a body"
                + " of 60 bytes");
  }

  @Test
  void units_that_no_request_allows_are_told() {
    var told = new ImplausibleUnits.Told(3, PricedExtra.IMAGE, 7, 2, 20_540_000_000L);
    Finding finding = only(new Observed().answered(B, 20).units(told));
    assertThat(finding.cause()).isEqualTo(Cause.UNITS);
    assertThat(finding.problem())
        .isEqualTo(
            "it has told more units than were asked for in 3 answers since the start, and 20.54 USD"
                + " were charged for them; the last one told 7 images, where its request allows 2 at"
                + " most");
    assertThat(finding.remedy()).contains("providers.b with its bill");
  }

  @Test
  void nouns_of_findings_follow_their_numbers() {
    var usage = new Implausible.Told(B, 1, 1, 1, 1, 20_540_000_000L);
    assertThat(only(new Observed().answered(B, 20).told(usage)).problem())
        .isEqualTo(
            "it has told 1 usage since the start that no tokenizer gives, and 20.54 USD were"
                + " charged for it; the last one was 1 token read and 1 written, of a body of 1"
                + " byte");
    var tier = new UnaskedTiers.Told("priority", 1);
    assertThat(only(new Observed().answered(B, 20).tier(tier)).problem())
        .startsWith("it has answered 1 call since the start");
  }

  @Test
  void a_dearer_tier_that_nobody_has_asked_for_is_told_with_its_remedy() {
    Finding finding =
        only(new Observed().answered(B, 20).tier(new UnaskedTiers.Told("priority", 7)));
    assertThat(finding.cause()).isEqualTo(Cause.TIER);
    assertThat(finding.problem())
        .isEqualTo(
            "it has answered 7 calls since the start in the service tier priority, which is dearer"
                + " than what was asked for");
    assertThat(finding.remedy()).contains("prices.default_tier: {b: priority}");
  }

  private static RecentSpend.Sums paid(long keys, long gateway, Loss.Cause cause) {
    return new RecentSpend.Sums(
        keys * CENT, gateway * CENT, Optional.of(new RecentSpend.Item(B, cause)), gateway * CENT);
  }

  @Test
  void what_the_gateway_pays_beyond_a_tenth_is_told_with_its_cause() {
    Finding finding = only(new Observed().answered(B, 20).paid(paid(900, 100, Loss.Cause.SHADOW)));
    assertThat(finding.target()).isEqualTo(B);
    assertThat(finding.cause()).isEqualTo(Cause.LOSS);
    assertThat(finding.problem())
        .isEqualTo(
            "1.00 USD of the 10.00 USD that were paid within the last hour no key owes; 1.00 USD of"
                + " it is this target's, for the reason shadow");
    assertThat(finding.remedy()).isEqualTo("lower routes.chat.shadow.share");
  }

  @ParameterizedTest
  @EnumSource(Loss.Cause.class)
  void each_cause_of_a_loss_has_a_remedy(Loss.Cause cause) {
    Finding finding = only(new Observed().answered(B, 20).paid(paid(0, 500, cause)));
    assertThat(finding.problem()).endsWith("for the reason " + cause.word());
    assertThat(finding.remedy()).contains("routes.chat.");
  }

  @ParameterizedTest
  @CsvSource({"910, 100", "0, 99"})
  void a_small_part_or_amount_is_no_finding(long keys, long gateway) {
    RecentSpend.Sums sums = paid(keys, gateway, Loss.Cause.RETRY);
    assertThat(new Observed().answered(B, 20).paid(sums).findings()).isEmpty();
  }

  private static Finding only(Observed observed) {
    assertThat(observed.findings()).hasSize(1);
    return observed.findings().getFirst();
  }

  @Test
  void a_wait_in_the_gateways_own_queue_makes_no_target_slow() {
    Observed seen = new Observed().queued(B, 26, Duration.ofSeconds(10), Duration.ofMillis(46));
    assertThat(seen.findings()).isEmpty();
    Observed both = new Observed().queued(B, 26, Duration.ofSeconds(10), Duration.ofSeconds(3));
    assertThat(only(both).problem()).startsWith("its answers took 3 s on average, where");
  }
}
