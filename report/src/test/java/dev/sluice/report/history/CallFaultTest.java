package dev.sluice.report.history;

import static dev.sluice.report.history.CallFault.CALLER;
import static dev.sluice.report.history.CallFault.GATEWAY;
import static dev.sluice.report.history.CallFault.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.Reason;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallFaultTest {
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration QUICK = Duration.ofSeconds(1);
  private static final AttemptHistory SENT = new AttemptHistory("p/m", 1, List.of(), Duration.ZERO);
  private static final Failed THROTTLED =
      new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "");
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "");
  private static final Failed DEADLINE = new Failed.TimedOut(Phase.DEADLINE, QUICK);

  @Test
  void a_call_that_is_answered_or_left_has_not_failed() {
    assertThat(fault(new Answered())).isEmpty();
    assertThat(fault(new Failed.Cancelled())).isEmpty();
  }

  @Test
  void what_a_caller_got_wrong_or_may_not_do_is_its_own_fault() {
    for (Failed own :
        List.of(
            new Failed.Invalid(404, "model_not_found", Optional.empty(), ""),
            new Failed.Refused(400, "", ""),
            new Failed.LimitReached(Failed.Limit.RATE, Optional.empty(), ""),
            new Failed.AccountThrottled("h", Failed.Dimension.TOKENS, Optional.empty(), ""))) {
      assertThat(fault(own)).as(own.kind()).contains(CALLER);
    }
  }

  @Test
  void a_limit_that_the_provider_refuses_by_is_its_own_and_one_that_is_foreseen_the_gateways() {
    for (Failed refused : List.of(THROTTLED, BUSY)) {
      assertThat(fault(refused, SENT, QUICK)).as(refused.kind()).contains(PROVIDER);
      assertThat(fault(refused, AttemptHistory.NONE, QUICK)).contains(GATEWAY);
    }
  }

  @Test
  void keys_memory_and_bugs_are_the_gateways() {
    for (Failed own :
        List.of(
            new Failed.CredentialRefused(401),
            new Failed.Exhausted(""),
            new Failed.OutOfMemory(),
            new Failed.Internal())) {
      assertThat(fault(own)).as(own.kind()).contains(GATEWAY);
    }
  }

  @Test
  void a_name_of_a_model_that_the_configuration_has_wrong_is_the_gateways() {
    Report unknown = report(new Failed.Refused(404, "", ""), SENT, QUICK);
    assertThat(CallFault.of(unknown, true, SLOW)).contains(GATEWAY);
    assertThat(CallFault.of(unknown, false, SLOW)).contains(CALLER);
  }

  @Test
  void a_caller_that_does_not_wait_is_to_blame_only_where_the_call_was_not_slow() {
    assertThat(fault(DEADLINE, SENT, QUICK)).contains(CALLER);
    assertThat(fault(DEADLINE, SENT, SLOW)).contains(PROVIDER);
    assertThat(fault(DEADLINE, AttemptHistory.NONE, QUICK)).contains(GATEWAY);
    assertThat(CallFault.hasShortDeadline(report(DEADLINE, SENT, QUICK), SLOW)).isTrue();
    assertThat(CallFault.hasShortDeadline(report(DEADLINE, SENT, SLOW), SLOW)).isFalse();
  }

  @Test
  void a_phase_that_takes_too_long_is_the_providers() {
    for (Phase phase : EnumSet.complementOf(EnumSet.of(Phase.DEADLINE))) {
      assertThat(fault(new Failed.TimedOut(phase, QUICK))).as(phase.name()).contains(PROVIDER);
    }
  }

  @Test
  void what_is_in_the_way_of_a_connection_is_the_gateways_where_it_stands_here() {
    EnumSet<Obstacle> here =
        EnumSet.of(
            Obstacle.EGRESS_DENIED,
            Obstacle.PROXY_FAILED,
            Obstacle.PROXY_DENIED,
            Obstacle.POOL_FULL,
            Obstacle.NO_DESCRIPTORS);
    for (Obstacle obstacle : Obstacle.values()) {
      assertThat(fault(new Failed.Unreachable(obstacle, "")))
          .as(obstacle.name())
          .contains(here.contains(obstacle) ? GATEWAY : PROVIDER);
    }
  }

  @Test
  void what_is_shed_is_the_fault_of_what_it_was_shed_for() {
    EnumSet<Reason> providers = EnumSet.of(Reason.CIRCUIT_OPEN, Reason.RETRY_BUDGET);
    for (Reason reason : Reason.values()) {
      CallFault expected =
          providers.contains(reason) ? PROVIDER : reason == Reason.FELL_BEHIND ? CALLER : GATEWAY;
      assertThat(fault(new Failed.Shed(reason, Optional.of(QUICK))))
          .as(reason.name())
          .contains(expected);
    }
    assertThat(fault(new Failed.Shed(Reason.DEADLINE_UNREACHABLE, Optional.empty())))
        .contains(CALLER);
  }

  private static Optional<CallFault> fault(Outcome outcome) {
    return fault(outcome, SENT, QUICK);
  }

  private static Optional<CallFault> fault(Outcome outcome, AttemptHistory history, Duration took) {
    return CallFault.of(report(outcome, history, took), true, SLOW);
  }

  private static Report report(Outcome outcome, AttemptHistory history, Duration took) {
    return new Report(
        outcome,
        history,
        took,
        Optional.empty(),
        Duration.ZERO,
        new Usage(5, 7, 0, false),
        false,
        "chat",
        List.of(),
        Optional.empty());
  }
}
