package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.config.quota.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportRowTest {
  private static final String A = "a/fast";
  private static final String B = "b/slow";
  private static final Failed THROTTLED =
      new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "");
  private static final Failed LATE =
      new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(60));
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "");
  private static final Failed FULL = new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.empty());

  @Test
  void fewer_than_20_calls_are_no_data_and_no_made_up_figure() {
    Observed few = new Observed().answered(A, 19);
    EnumSet<Metric> state = EnumSet.of(Metric.BUDGET, Metric.BREAKERS, Metric.TOKENS, Metric.STORE);
    for (Metric metric : EnumSet.complementOf(state)) {
      ReportRow row = few.row(metric);
      assertThat(row.status()).as(metric.key()).isEqualTo(RowStatus.NO_DATA);
      assertThat(row.current()).isEmpty();
      assertThat(row.currentText()).isEqualTo("no data");
      assertThat(row.advice()).isNotEmpty();
    }
  }

  @Test
  void a_gateway_that_does_well_meets_each_target() {
    Observed well =
        new Observed()
            .answered(A, 100)
            .quota(A, Dimension.TOKENS, 1e6, 0.2, false)
            .spent("web", 10);
    for (Metric metric : Metric.values()) {
      assertThat(well.row(metric).status()).as(metric.key()).isEqualTo(RowStatus.OK);
      assertThat(well.row(metric).advice()).matches("(pinned threads: no data.*)?");
    }
  }

  @Test
  void without_a_look_at_pinned_threads_that_part_of_the_row_is_no_data() {
    Observed well = new Observed().answered(A, 100);
    assertThat(well.row(Metric.NON_BLOCKING).status()).isEqualTo(RowStatus.OK);
    assertThat(well.row(Metric.NON_BLOCKING).advice()).startsWith("pinned threads: no data");
  }

  @Test
  void a_figure_that_has_less_than_a_fifth_of_its_target_left_is_near() {
    assertThat(latency(Duration.ofMillis(1_590)).status()).isEqualTo(RowStatus.OK);
    assertThat(latency(Duration.ofMillis(1_610)).status()).isEqualTo(RowStatus.NEAR);
    assertThat(latency(Duration.ofMillis(2_010)).status()).isEqualTo(RowStatus.MISSED);
  }

  private static ReportRow latency(Duration mean) {
    return new Observed().calls(A, 100, new Answered(), mean).row(Metric.LATENCY);
  }

  @Test
  void a_budget_that_is_spent_to_four_fifths_is_near_and_so_is_one_of_a_key_that_is_used_up() {
    ReportRow row = new Observed().spent("web", 10).spent("live", 85).row(Metric.SPENT);
    assertThat(row.status()).isEqualTo(RowStatus.NEAR);
    assertThat(row.currentText()).isEqualTo("85 %");
    assertThat(row.note())
        .isEqualTo("the caller key \"live\" has spent 85.00 USD of its 100.00 USD for 2026-11");
    assertThat(row.advice()).startsWith("raise its budgets under server.keys");
    ReportRow over = new Observed().spent("web", 82).spent("live", 101).row(Metric.SPENT);
    assertThat(over.status()).isEqualTo(RowStatus.NEAR);
    assertThat(over.advice()).contains("; 1 more is beyond 80 %");
  }

  @Test
  void a_gateway_without_budgets_has_no_row_for_them() {
    assertThat(metrics(new Observed())).doesNotContain(Metric.SPENT);
    assertThat(metrics(new Observed().spent("web", 10))).contains(Metric.SPENT);
  }

  private static List<Metric> metrics(Observed seen) {
    return TrafficReport.of("", "", Instant.EPOCH, Instant.EPOCH, seen.situation()).rows().stream()
        .map(ReportRow::metric)
        .toList();
  }

  @Test
  void latency_advises_on_the_target_that_costs_most() {
    ReportRow row =
        new Observed()
            .answered(A, 100)
            .calls(B, 100, new Answered(), Duration.ofSeconds(6))
            .row(Metric.LATENCY);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.current().orElseThrow()).isCloseTo(3.25, within(0.01));
    assertThat(row.currentText()).isEqualTo("3.25 s");
    assertThat(row.targetText()).isEqualTo("< 2 s");
    assertThat(row.advice())
        .startsWith("b/slow: its answers took 6 s on average")
        .contains("routes.chat.race");
  }

  @Test
  void rate_limit_hits_are_a_share_of_attempts_and_the_advice_names_limit_and_key() {
    ReportRow row =
        new Observed()
            .answered(A, 95)
            .attempts(A, 5, THROTTLED)
            .quota(A, Dimension.TOKENS, 140_000, 0.5, true)
            .row(Metric.RATE_LIMIT_HITS);
    assertThat(row.current().orElseThrow()).isCloseTo(0.05, within(1e-9));
    assertThat(row.currentText()).isEqualTo("5 %");
    assertThat(row.advice())
        .isEqualTo(
            "a/fast: 5 % of 100 attempts hit a rate limit for tokens; its learned limit is 140K a"
                + " minute: set providers.a.limits.fast.tpm: 140K, or ask the provider for more");
  }

  @Test
  void timeouts_are_a_share_of_calls_and_the_advice_names_the_phase() {
    ReportRow row =
        new Observed()
            .answered(A, 95)
            .calls(B, 5, LATE, Duration.ofSeconds(60))
            .row(Metric.TIMEOUTS);
    assertThat(row.current().orElseThrow()).isCloseTo(0.05, within(1e-9));
    assertThat(row.advice())
        .startsWith("b/slow: 100 % of 5 attempts ran into a timeout: first_token")
        .contains("routes.chat.timeout.first_token");
  }

  @Test
  void retries_are_repeats_a_call_and_the_retry_rate_is_calls_that_were_repeated() {
    Observed repeated = new Observed().answered(A, 80).repeated(B, 20, BUSY);
    assertThat(repeated.row(Metric.RETRIES).current().orElseThrow()).isCloseTo(0.2, within(1e-9));
    ReportRow rate = repeated.row(Metric.RETRY_RATE);
    assertThat(rate.current().orElseThrow()).isCloseTo(0.2, within(1e-9));
    assertThat(rate.status()).isEqualTo(RowStatus.MISSED);
    assertThat(rate.advice()).startsWith("b/slow failed 50 % of its attempts");
  }

  @Test
  void calls_that_ran_while_their_loop_stood_still_are_missing_from_100_percent() {
    ReportRow row =
        new Observed().answered(A, 60).blocking().answered(A, 40).row(Metric.NON_BLOCKING);
    assertThat(row.current().orElseThrow()).isCloseTo(0.6, within(1e-9));
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.targetText()).isEqualTo("100 %");
    assertThat(row.advice()).startsWith("40 calls ran while their event loop stood still");
  }

  @Test
  void a_few_calls_whose_loop_stood_still_are_told_and_miss_nothing() {
    ReportRow row =
        new Observed().answered(A, 98).blocking().answered(A, 2).row(Metric.NON_BLOCKING);
    assertThat(row.status()).isEqualTo(RowStatus.NEAR);
    assertThat(row.advice()).startsWith("2 calls ran while their event loop stood still");
  }

  @Test
  void the_queue_wait_is_that_of_all_calls() {
    Observed waited = new Observed().answered(A, 100).waited(4, Duration.ofSeconds(9));
    assertThat(waited.row(Metric.QUEUE_WAIT).current()).hasValue(0);
    ReportRow row = waited.waited(20, Duration.ofSeconds(9)).row(Metric.QUEUE_WAIT);
    assertThat(row.current().orElseThrow()).isCloseTo(9, within(0.5));
    assertThat(row.advice()).contains("queue.max_wait");
  }

  @Test
  void refusals_at_entry_are_a_share_of_calls_and_the_advice_names_who_is_short() {
    ReportRow row =
        new Observed()
            .answered(A, 90)
            .refusedAtEntry(10, FULL)
            .quota(B, Dimension.TOKENS, 1_000, 0.99, false)
            .row(Metric.REFUSED);
    assertThat(row.current().orElseThrow()).isCloseTo(0.1, within(1e-9));
    assertThat(row.advice())
        .contains("b/slow uses 99 % of its limit of 1K tokens a minute: add")
        .contains("providers.b.keys");
  }

  @Test
  void the_most_used_limit_counts_and_one_that_is_not_known_does_not() {
    Observed used =
        new Observed()
            .answered(A, 20)
            .quota(A, Dimension.REQUESTS, Double.POSITIVE_INFINITY, 9, false)
            .quota(A, Dimension.TOKENS, 1_000, 0.5, false)
            .quota(B, Dimension.REQUESTS, 60, 0.97, false);
    ReportRow row = used.row(Metric.UTILISATION);
    assertThat(row.current()).hasValue(0.97);
    assertThat(row.advice())
        .startsWith("b/slow: 97 % of its limit of 60 a minute is used")
        .endsWith("raise providers.b.limits.slow.rpm");
  }

  @Test
  void a_budget_that_is_used_up_is_missed() {
    ReportRow row = new Observed().repeated(B, 20, BUSY).budget(0).row(Metric.BUDGET);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.advice()).startsWith("b/slow has used up what may be repeated");
    assertThat(row.targetText()).isEqualTo("1 or more");
  }

  @Test
  void an_open_circuit_is_missed_and_its_target_named() {
    ReportRow row = new Observed().answered(A, 20).open(B).row(Metric.BREAKERS);
    assertThat(row.current()).hasValue(1);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.advice()).startsWith("b/slow: it is failing: its circuit is open");
  }

  @Test
  void saved_calls_and_tokens_have_no_target() {
    Observed saved = new Observed().answered(A, 100).saved(25);
    assertThat(saved.row(Metric.SAVED).currentText()).isEqualTo("25 %");
    assertThat(saved.row(Metric.SAVED).targetText()).isEmpty();
    assertThat(saved.row(Metric.TOKENS).currentText()).isEqualTo("15K tokens");
    assertThat(saved.row(Metric.TOKENS).status()).isEqualTo(RowStatus.OK);
  }

  @Test
  void targets_are_configuration() {
    ReportConfig d = ReportConfig.defaults();
    var lenient =
        new ReportConfig(
            d.failed(),
            Duration.ofSeconds(9),
            d.rateLimitHits(),
            d.timeouts(),
            d.retries(),
            d.retryRate(),
            d.queueWait(),
            d.refused(),
            d.utilisation(),
            d.pinning());
    Observed slow = new Observed().calls(B, 20, new Answered(), Duration.ofSeconds(6));
    assertThat(slow.row(Metric.LATENCY).status()).isEqualTo(RowStatus.MISSED);
    assertThat(slow.aims(lenient).row(Metric.LATENCY).status()).isEqualTo(RowStatus.OK);
  }

  @Test
  void a_wait_in_the_gateways_own_queue_is_advised_on_as_one() {
    ReportRow row =
        new Observed()
            .queued(B, 26, Duration.ofMillis(10_800), Duration.ofMillis(46))
            .quota(B, Dimension.REQUESTS, 20, 1, false)
            .row(Metric.LATENCY);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.advice())
        .startsWith("10.8 s of it in the queue here, 46 ms at providers: capacity is short;")
        .doesNotContain("faster");
    assertThat(row.note()).isEqualTo("10.8 s in the queue, 0 ms here, 46 ms at providers");
  }

  @Test
  void a_latency_of_few_answers_among_many_failures_says_of_which_calls_it_is() {
    Observed outage = new Observed().answered(A, 20).calls(B, 30, BUSY, Observed.QUICK);
    assertThat(outage.row(Metric.LATENCY).note())
        .startsWith("of the 20 of 50 calls that were answered: 0 ms in the queue");
    ReportRow none =
        new Observed().answered(A, 10).calls(B, 30, BUSY, Observed.QUICK).row(Metric.LATENCY);
    assertThat(none.currentText()).isEqualTo("no data");
    assertThat(none.note()).isEmpty();
  }

  @Test
  void a_latency_that_is_a_wait_here_points_at_no_target() {
    Observed queued = new Observed().queued(B, 30, Duration.ofMillis(3_000), Duration.ofMillis(20));
    Summary summary = Summary.of(List.of(queued.row(Metric.LATENCY)), queued.situation());
    assertThat(summary.text())
        .isEqualTo(
            "Not well: answers take 3.02 s on average (target < 2 s), 3 s of it in the"
                + " queue here");
    assertThat(summary.troubles().getFirst().place()).isEqualTo(Summary.Place.QUEUE);
  }

  @Test
  void a_target_without_a_key_left_is_failing() {
    Observed wrong = new Observed().calls(B, 30, new Failed.CredentialRefused(401), Observed.QUICK);
    assertThat(wrong.row(Metric.BREAKERS).current()).hasValue(0);
    ReportRow row = wrong.aside(1, 2).row(Metric.BREAKERS);
    assertThat(row.current()).hasValue(1);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.note()).isEqualTo("failing: b/slow");
    assertThat(row.advice())
        .isEqualTo(
            "b/slow: b refused a key of it 30 times; provider keys 1, 2 of 2 are set aside; replace"
                + " providers.b.keys");
  }
}
