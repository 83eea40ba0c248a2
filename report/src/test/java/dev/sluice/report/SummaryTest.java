package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import dev.sluice.config.quota.Dimension;
import dev.sluice.report.Summary.Place;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.TestTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a person would say: whether it goes well, the worst thing first, and whose fault it is.
class SummaryTest {
  private static final String A = "a/fast";
  private static final String B = "b/slow";
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "");
  private static final Failed KEY = new Failed.CredentialRefused(401);
  private static final Failed WRONG = new Failed.Invalid(404, "model_not_found", none(), "");
  private static final Failed LIMIT = new Failed.LimitReached(Failed.Limit.RATE, none(), "");
  private static final Duration HOUR = Duration.ofHours(1);

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  @Test
  void calls_that_fail_come_first_with_whose_fault_it_is() {
    Observed seen =
        new Observed()
            .answered(A, 191)
            .calls(B, 30, BUSY, Observed.QUICK)
            .calls(B, 6, KEY, Observed.QUICK)
            .unsent(4, WRONG);
    TrafficReport report = report(seen);
    assertThat(report.rows().getFirst().metric()).isEqualTo(Metric.FAILED);
    assertThat(report.rows().getFirst().note())
        .isEqualTo("36 of 227 calls failed: 30 by the provider's fault, 6 by the gateway's");
    Summary summary = report.summary();
    assertThat(summary.status()).isEqualTo(RowStatus.MISSED);
    assertThat(summary.text())
        .isEqualTo(
            "Not well: 36 of 227 calls failed (15.9 %): b/slow answered with errors of its own"
                + " (5xx)");
    Summary.Trouble worst = summary.troubles().getFirst();
    assertThat(worst.metric()).isEqualTo(Metric.FAILED);
    assertThat(worst.hint().target()).isEqualTo(B);
    assertThat(worst.place()).isEqualTo(Place.CALLS);
  }

  @Test
  void what_callers_have_got_wrong_is_told_and_misses_nothing() {
    for (Failed own : List.of(WRONG, new Failed.Refused(400, "", ""))) {
      TrafficReport report = report(new Observed().answered(A, 30).unsent(300, own));
      assertThat(report.rows()).extracting(ReportRow::status).doesNotContain(RowStatus.MISSED);
      assertThat(report.summary().text())
          .isEqualTo(
              "Well for the gateway, but 300 of 330 calls failed by their callers' own fault");
      assertThat(report.summary().troubles().getFirst().place()).isEqualTo(Place.CALLS);
    }
    assertThat(summary(new Observed().answered(A, 300).unsent(5, WRONG)).text())
        .isEqualTo(
            "All is well: 300 calls, none failed; another 5 calls failed by the callers' own"
                + " fault");
    assertThat(summary(new Observed().answered(A, 300).unsent(5, LIMIT)).text())
        .isEqualTo(
            "All is well: 300 calls, none failed; another 5 calls were refused by limits of their"
                + " keys or teams");
  }

  @Test
  void calls_that_a_limit_of_a_key_refuses_are_told_with_the_key_and_the_limit() {
    Observed seen = new Observed().answered(A, 30).unsent(50, LIMIT).unsent(4, WRONG);
    Summary summary = summary(seen.atLimit(key(50)));
    assertThat(summary.status()).isEqualTo(RowStatus.NEAR);
    assertThat(summary.verdict()).isEqualTo("Well for the gateway");
    assertThat(summary.text())
        .isEqualTo(
            "Well for the gateway, but 50 of 84 calls were refused by a limit of the caller key"
                + " \"live\" of the team search (10 requests a minute or 2 calls at a time)");
    assertThat(summary.troubles().getFirst().hint().text())
        .contains("raise it on the page of keys");
    assertThat(summary(seen.atLimit(key(60))).text())
        .contains("refused by limits of caller keys, most of them by that of the caller key");
    Summary stored = summary(seen.store(none()));
    assertThat(stored.troubles().getFirst().place()).isEqualTo(Place.KEYS);
  }

  private static KeyAtLimit key(long refusedOfAll) {
    KeyTerms none = KeyTerms.upTo(Band.NORMAL);
    var terms =
        new KeyTerms(
            none.scope(), none.bands(), none.cache(), new KeyLimits(10, 0, 2), none.budget());
    var most = new RefusedCalls.Most("k3x", Failed.Limit.RATE, 50, refusedOfAll);
    return KeyAtLimit.of(most, Optional.of(new Principal("k3x", "live", "search", false, terms)));
  }

  @Test
  void without_a_call_that_could_go_well_nothing_is_said_to_be_well() {
    Summary wrong = summary(new Observed().unsent(300, WRONG));
    assertThat(wrong.status()).isEqualTo(RowStatus.NO_DATA);
    assertThat(wrong.text())
        .isEqualTo("Too few calls to judge: 300 calls failed by the callers' own fault");
    assertThat(summary(new Observed().unsent(300, new Failed.Cancelled())).text())
        .isEqualTo("Too few calls to judge: 300 calls whose callers have left");
  }

  @Test
  void calls_that_failed_before_faults_were_stored_are_told_and_not_judged() {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.CALL_ANSWERED, 40L);
    figures.put(Figure.CALL_OVERLOADED, 12L);
    figures.put(Figure.CALL_CANCELLED, 3L);
    Failures stored = Failures.of(TestTotals.of(figures));
    assertThat(stored).isEqualTo(new Failures(40, 0, 0, 0, 0, 12));
    assertThat(stored.note(""))
        .isEqualTo("12 calls failed, of which an earlier version kept no fault");
    figures.put(Figure.CALL_OVERLOADED, 13L);
    figures.put(Figure.FAULT_PROVIDER, 1L);
    assertThat(Failures.of(TestTotals.of(figures)).note(""))
        .isEqualTo(
            "1 of 41 calls failed by the provider's fault; another 12 calls failed, of which an"
                + " earlier version kept no fault");
  }

  @Test
  void callers_mistakes_hide_no_failure() {
    Observed seen = new Observed().answered(A, 30).calls(B, 3, BUSY, Observed.QUICK);
    assertThat(seen.unsent(10_000, WRONG).row(Metric.FAILED).status()).isEqualTo(RowStatus.MISSED);
  }

  @Test
  void callers_that_choose_accounts_or_short_deadlines_miss_nothing() {
    var account = new Failed.AccountThrottled("h", Failed.Dimension.TOKENS, none(), "");
    var brief = new Failed.TimedOut(Failed.Phase.DEADLINE, Observed.QUICK);
    Observed seen =
        new Observed()
            .answered(A, 30)
            .calls(B, 30, account, Observed.QUICK)
            .calls(B, 30, brief, Observed.QUICK);
    assertThat(report(seen).rows()).extracting(ReportRow::status).doesNotContain(RowStatus.MISSED);
  }

  @Test
  void a_few_calls_that_all_fail_say_something() {
    assertThat(summary(new Observed().calls(B, 5, KEY, Observed.QUICK)).text())
        .isEqualTo("Not well: 5 of 5 calls failed (100 %): b refused a provider key");
    assertThat(summary(new Observed().calls(B, 3, KEY, Observed.QUICK)).text())
        .isEqualTo("Too few calls to judge: 3 of 3 calls failed by the gateway's fault (100 %)");
  }

  @Test
  void no_calls_are_no_summary_but_how_long_that_has_been_so() {
    assertThat(summary(new Observed()).text()).startsWith("No calls in the last ");
    Summary idle = summary(new Observed().idle(HOUR));
    assertThat(idle.status()).isEqualTo(RowStatus.NO_DATA);
    assertThat(idle.text()).endsWith("; the last one ended 60 min ago");
  }

  @Test
  void without_calls_a_target_that_fails_is_told_all_the_same() {
    assertThat(summary(new Observed().open(B)).text()).isEqualTo("Not well: b/slow is failing");
  }

  @Test
  void a_target_on_trial_is_neither_failing_nor_nothing() {
    Observed seen = new Observed().answered(A, 30).onTrial(B);
    ReportRow row = seen.row(Metric.BREAKERS);
    assertThat(row.current()).hasValue(1);
    assertThat(row.status()).isEqualTo(RowStatus.NEAR);
    assertThat(row.note()).isEqualTo("on trial: b/slow");
    assertThat(row.advice()).startsWith("b/slow: a few calls try it out");
    assertThat(summary(seen).text())
        .isEqualTo("Well, but look: b/slow is on trial; none of 30 calls failed");
  }

  @Test
  void a_store_that_is_away_is_a_trouble_and_none_is_none() {
    Observed seen = new Observed().answered(A, 30);
    assertThat(report(seen).rows()).extracting(ReportRow::metric).doesNotContain(Metric.STORE);
    assertThat(seen.store(none()).row(Metric.STORE).currentText()).isEqualTo("well");
    Summary summary = summary(seen.store(Optional.of("the store data is away")));
    assertThat(summary.text()).isEqualTo("Not well: the store is away");
    Summary told = summary(seen.store(Optional.of("the store data is gone: put it back")));
    assertThat(told.text()).isEqualTo("Not well: the store is gone");
    assertThat(told.troubles().getFirst().hint().text()).startsWith("data: put it back; ");
    assertThat(summary.troubles().getFirst().place()).isEqualTo(Place.KEYS);
  }

  @Test
  void a_budget_of_one_key_that_is_used_up_is_told_and_misses_nothing() {
    Summary summary = summary(new Observed().answered(A, 30).spent("live", 101));
    assertThat(summary.status()).isEqualTo(RowStatus.NEAR);
    assertThat(summary.text())
        .startsWith(
            "Well, but look: the caller key \"live\" has spent 101.00 USD of its 100.00 USD");
    assertThat(summary.troubles().getFirst().place()).isEqualTo(Place.CONFIGURATION);
  }

  @Test
  void a_queue_goes_before_the_latency_that_comes_of_it() {
    Observed seen =
        new Observed()
            .calls(A, 30, new Answered(), Duration.ofSeconds(9))
            .waited(30, Duration.ofSeconds(8));
    assertThat(summary(seen).troubles())
        .extracting(Summary.Trouble::metric)
        .startsWith(Metric.QUEUE_WAIT, Metric.LATENCY);
    assertThat(summary(seen).text())
        .startsWith("Not well: calls wait in the gateway's own queue, the slowest 5 % for ");
  }

  @Test
  void a_limit_that_refusals_have_taught_is_told_with_the_line_to_write() {
    var throttled = new Failed.Throttled(Failed.Dimension.TOKENS, none(), "");
    Summary.Trouble worst =
        summary(
                new Observed()
                    .answered(A, 95)
                    .attempts(A, 5, throttled)
                    .quota(A, Dimension.TOKENS, 140_000, 0.5, true))
            .troubles()
            .getFirst();
    assertThat(worst.metric()).isEqualTo(Metric.RATE_LIMIT_HITS);
    assertThat(worst.text()).isEqualTo("5 % of attempts hit a provider's rate limit; see a/fast");
    assertThat(worst.hint().text()).contains("set providers.a.limits.fast.tpm: 140K");
  }

  @Test
  void the_trend_is_that_of_the_second_half_of_the_window() {
    Observed over = new Observed().answered(A, 50).calls(B, 50, BUSY, Observed.QUICK);
    ReportRow better = over.thenLately(new Observed().answered(A, 100)).row(Metric.FAILED);
    assertThat(better.trend()).contains(Trend.FALLING);
    assertThat(better.note()).contains(", falling: 0 of 100 in the last ");
    Observed well = new Observed().answered(A, 100);
    ReportRow worse =
        well.thenLately(new Observed().answered(A, 50).calls(B, 50, BUSY, Observed.QUICK))
            .row(Metric.FAILED);
    assertThat(worse.trend()).contains(Trend.RISING);
    assertThat(worse.note()).contains(", rising: 50 of 100 in the last ");
  }

  @Test
  void what_is_over_is_told_as_that_and_is_still_missed() {
    Observed over = new Observed().answered(A, 50).calls(B, 50, BUSY, Observed.QUICK);
    Summary summary = summary(over.thenLately(new Observed().answered(A, 100)));
    assertThat(summary.status()).isEqualTo(RowStatus.MISSED);
    assertThat(summary.text())
        .startsWith("Well again: all 100 calls of the last ")
        .endsWith(
            " went well; before that 50 of 100 failed: b/slow answered with errors of its own"
                + " (5xx)");
    assertThat(summary.over()).isTrue();
    assertThat(summary(over.open(B)).text()).startsWith("Not well: ");
    assertThat(summary(over.open(B)).over()).isFalse();
  }

  @Test
  void calls_that_were_not_sent_are_told_apart_from_those_that_failed_at_a_target() {
    Failed away = new Failed.Unreachable(Failed.Obstacle.REFUSED, "10.0.0.1");
    Failed shut = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
    Observed seen =
        new Observed().answered(B, 20).calls(B, 12, away, Observed.QUICK).unsent(18, shut).open(B);
    assertThat(summary(seen).text())
        .isEqualTo(
            "Not well: 30 of 50 calls failed (60 %), 12 at b/slow, 18 not sent because its circuit"
                + " is open: b/slow could not be reached");
    assertThat(summary(seen).troubles())
        .extracting(Summary.Trouble::text)
        .contains("b/slow is failing");
  }

  @Test
  void chance_is_no_trend() {
    Failures one = new Failures(100, 1, 0, 0, 0, 0);
    Failures three = new Failures(100, 3, 0, 0, 0, 0);
    assertThat(Trend.of(one, three)).contains(Trend.STEADY);
    assertThat(Trend.of(one, new Failures(9, 9, 0, 0, 0, 0))).isEmpty();
    assertThat(Trend.of(new Failures(50, 0, 0, 9, 0, 0), new Failures(50, 0, 0, 9, 0, 0)))
        .isEmpty();
  }

  private static Summary summary(Observed seen) {
    return report(seen).summary();
  }

  private static TrafficReport report(Observed seen) {
    return TrafficReport.of("", "", Instant.EPOCH, Instant.EPOCH, seen.situation());
  }
}
