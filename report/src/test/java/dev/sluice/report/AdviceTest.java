package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendPace;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.config.quota.Dimension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A row is advised on by what it counts, and by nothing else that is wrong.
class AdviceTest {
  private static final String A = "a/fast";
  private static final String B = "b/slow";
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "");
  private static final Failed KEY = new Failed.CredentialRefused(401);
  private static final Failed THROTTLED =
      new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "");
  private static final Failed LATE =
      new Failed.TimedOut(Failed.Phase.TOTAL, Duration.ofSeconds(60));

  @Test
  void a_latency_is_not_explained_by_a_refused_key() {
    ReportRow row =
        new Observed()
            .calls(B, 4, new Answered(), Duration.ofSeconds(60))
            .answered(A, 30)
            .attempts(B, 20, KEY)
            .row(Metric.LATENCY);
    assertThat(row.status()).isEqualTo(RowStatus.MISSED);
    assertThat(row.advice()).isEqualTo("b/slow: its answers are the slowest");
  }

  @Test
  void a_rate_limit_that_is_hit_now_and_then_is_not_explained_by_an_open_circuit() {
    ReportRow row =
        new Observed()
            .answered(A, 40)
            .attempts(B, 4, THROTTLED)
            .open(B)
            .row(Metric.RATE_LIMIT_HITS);
    assertThat(row.advice()).isEqualTo("b/slow: 4 of its 4 attempts hit a rate limit");
  }

  @Test
  void timeouts_are_not_explained_by_a_refused_key() {
    ReportRow row =
        new Observed()
            .answered(A, 40)
            .calls(B, 4, LATE, Duration.ofSeconds(60))
            .attempts(B, 20, KEY)
            .row(Metric.TIMEOUTS);
    assertThat(row.advice()).isEqualTo("b/slow: 4 of its 24 attempts ran into a timeout");
  }

  @Test
  void repeats_are_explained_by_what_is_repeated_not_by_slowness_or_keys() {
    ReportRow row =
        new Observed()
            .answered(A, 10)
            .calls(B, 10, new Answered(), Duration.ofSeconds(20))
            .repeated(B, 4, BUSY)
            .attempts(B, 3, KEY)
            .row(Metric.RETRY_RATE);
    assertThat(row.advice())
        .startsWith("b/slow failed ")
        .endsWith("of its attempts: lower routes.chat.retry.attempts");
  }

  @Test
  void the_target_that_repeats_name_is_the_one_whose_attempts_are_repeated() {
    ReportRow row =
        new Observed()
            .answered(A, 40)
            .attempts(A, 50, KEY)
            .repeated(B, 10, BUSY)
            .row(Metric.RETRY_RATE);
    assertThat(row.hint().target()).isEqualTo(B);
  }

  @Test
  void a_wait_names_no_target_that_has_most_of_its_limit_left() {
    Observed seen =
        new Observed()
            .answered(A, 30)
            .waited(30, Duration.ofSeconds(9))
            .quota(A, Dimension.REQUESTS, 60, 0.2, false)
            .quota(B, Dimension.REQUESTS, 60, 0.1, false);
    assertThat(seen.row(Metric.QUEUE_WAIT).advice())
        .isEqualTo("capacity is short: add a target to the route, or raise queue.max_wait");
  }

  @Test
  void a_wait_names_the_only_limit_that_there_is() {
    Observed seen =
        new Observed()
            .answered(A, 30)
            .waited(30, Duration.ofSeconds(9))
            .quota(B, Dimension.REQUESTS, 600, 0.2, false);
    assertThat(seen.row(Metric.QUEUE_WAIT).advice())
        .isEqualTo(
            "capacity is short; calls came faster than b/slow takes them by its limit of 600"
                + " requests a minute, which are 10 a second, although over a minute 20 % of it"
                + " were used: add a target to routes.chat.targets, or a key to providers.b.keys");
    assertThat(seen.row(Metric.UTILISATION).note())
        .isEqualTo("over a minute; calls of a burst wait although not all of it is used");
    assertThat(seen.row(Metric.UTILISATION).status()).isEqualTo(RowStatus.OK);
  }

  @Test
  void a_target_with_others_beside_it_is_given_no_other_one() {
    Observed seen =
        new Observed()
            .backedUp()
            .answered(A, 30)
            .calls(B, 10, new Answered(), Duration.ofSeconds(20))
            .attempts(B, 10, BUSY)
            .open(B);
    assertThat(seen.findings())
        .extracting(Finding::remedy)
        .noneMatch(
            remedy -> remedy.contains("another target,") || remedy.contains("faster target"));
    assertThat(seen.row(Metric.BREAKERS).advice())
        .endsWith(
            "calls try it again after a while; until then calls go to the other targets of routes"
                + " that have one");
  }

  @Test
  void calls_that_were_sent_to_nobody_are_explained_by_the_target_that_fails() {
    Failed open = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
    ReportRow row = new Observed().answered(A, 20).unsent(20, open).open(B).row(Metric.FAILED);
    assertThat(row.advice()).startsWith("b/slow: it is failing: its circuit is open");
    // None of its own calls has failed, and a list of these would be empty.
    assertThat(row.hint().target()).isEmpty();
  }

  @Test
  void what_a_provider_does_says_more_than_its_circuit() {
    ReportRow row =
        new Observed()
            .answered(A, 20)
            .calls(B, 10, BUSY, Observed.QUICK)
            .open(B)
            .row(Metric.FAILED);
    assertThat(row.advice())
        .startsWith("b/slow: 100 % of 10 attempts failed at the provider (5xx)");
  }

  @Test
  void calls_that_no_target_was_asked_for_are_not_told_as_a_lack_of_capacity_when_it_is_back() {
    Failed open = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
    Observed seen = new Observed().answered(A, 20).attempts(B, 10, BUSY).unsent(20, open);
    assertThat(seen.row(Metric.FAILED).advice()).startsWith("b/slow: 100 % of 10 attempts failed");
    Observed few = new Observed().answered(A, 20).attempts(B, 4, BUSY).unsent(20, open);
    assertThat(few.row(Metric.FAILED).advice()).startsWith("b/slow: it was failing, so that calls");
  }

  @Test
  void calls_that_were_refused_for_want_of_capacity_are_explained_by_that() {
    Failed full = new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.empty());
    ReportRow row = new Observed().answered(A, 20).refusedAtEntry(20, full).row(Metric.FAILED);
    assertThat(row.advice()).startsWith("capacity is short");
    Failed late = new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(9));
    for (Failed waited : new Failed[] {THROTTLED, BUSY, late}) {
      assertThat(new Observed().answered(A, 20).unsent(20, waited).row(Metric.FAILED).advice())
          .startsWith("capacity is short");
    }
  }

  @Test
  void calls_that_failed_here_for_another_reason_are_not_told_as_a_lack_of_capacity() {
    Failed full = new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.empty());
    Failed bodies = new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty());
    for (Failed here : new Failed[] {new Failed.Internal(), new Failed.OutOfMemory(), bodies}) {
      Observed seen = new Observed().answered(A, 20).unsent(12, here).refusedAtEntry(8, full);
      assertThat(seen.row(Metric.FAILED).advice())
          .isEqualTo(
              "20 calls failed by the gateway's fault before they were sent: the log has a line for"
                  + " each");
    }
  }

  @Test
  void a_model_that_its_provider_does_not_know_is_told_with_the_route_to_correct() {
    Failed unknown = new Failed.Refused(404, "", "");
    ReportRow row =
        new Observed().answered(A, 20).calls(B, 10, unknown, Observed.QUICK).row(Metric.FAILED);
    assertThat(row.advice())
        .startsWith("b/slow: 100 % of 10 attempts were answered with 404")
        .contains("correct the model in routes.chat.targets");
  }

  @Test
  void after_an_outage_nothing_is_to_be_lowered() {
    Failed away = new Failed.Unreachable(Failed.Obstacle.REFUSED, "10.0.0.1");
    Observed over =
        new Observed()
            .answered(A, 50)
            .calls(B, 20, away, Observed.QUICK)
            .repeated(B, 30, away)
            .answered(B, 60)
            .thenLately(new Observed().answered(B, 30));
    for (Metric metric : List.of(Metric.RETRY_RATE, Metric.RETRIES)) {
      ReportRow row = over.row(metric);
      if (row.status() != RowStatus.OK) {
        assertThat(row.advice()).endsWith("which is over: there is nothing to do now");
      }
    }
    assertThat(over.row(Metric.RETRY_RATE).status()).isEqualTo(RowStatus.MISSED);
    assertThat(over.row(Metric.FAILED).advice()).contains("which is over: there is nothing to do");
  }

  @Test
  void what_is_slow_after_an_outage_is_not_told_as_over() {
    Failed away = new Failed.Unreachable(Failed.Obstacle.REFUSED, "10.0.0.1");
    ReportRow row =
        new Observed()
            .calls(B, 20, away, Observed.QUICK)
            .calls(B, 40, new Answered(), Duration.ofSeconds(20))
            .thenLately(new Observed().calls(B, 30, new Answered(), Duration.ofSeconds(20)))
            .row(Metric.LATENCY);
    assertThat(row.advice()).startsWith("b/slow: ").doesNotContain("is over");
  }

  @Test
  void the_store_is_told_with_what_to_do_first_and_with_what_a_restart_loses() {
    String gone = "the store data is gone: put it back; if a new one is meant, make one";
    ReportRow row = new Observed().answered(A, 30).store(Optional.of(gone)).row(Metric.STORE);
    assertThat(row.advice())
        .startsWith(
            "data: put it back; if a new one is meant, make one; known keys go on meanwhile")
        .contains("a restart loses none of it while the folder of store.path is in its place");
    Observed full = new Observed().answered(A, 30);
    full.store(Optional.of(gone), Optional.of("5 calls are summed up in memory"));
    assertThat(full.row(Metric.STORE).advice())
        .endsWith("a restart loses some of it: 5 calls are summed up in memory");
  }

  @Test
  void a_budget_near_its_end_is_told_with_how_long_it_lasts_and_the_setting() {
    var pace = new SpendPace.Rate(10 * Money.DOLLAR, 20);
    ReportRow row = new Observed().answered(A, 30).spent("web", 98, pace).row(Metric.SPENT);
    assertThat(row.advice())
        .isEqualTo(
            "what is left lasts for some 4 calls, less than a second at the pace of late: raise its"
                + " budgets under server.keys, or let calls beyond it be refused");
    var slow = new SpendPace.Rate(Money.DOLLAR / 100, 0.02);
    assertThat(new Observed().answered(A, 30).spent("web", 85, slow).row(Metric.SPENT).advice())
        .startsWith("what is left lasts for some 30 calls, 25 min at the pace of late: raise ");
  }
}
