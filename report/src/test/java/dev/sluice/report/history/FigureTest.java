package dev.sluice.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final List<Outcome> OUTCOMES =
      List.of(
          new Answered(),
          new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), ""),
          new Failed.AccountThrottled("h", Failed.Dimension.TOKENS, Optional.empty(), ""),
          new Failed.Overloaded(503, Optional.empty(), ""),
          new Failed.Exhausted(""),
          new Failed.CredentialRefused(401),
          new Failed.Refused(400, "", ""),
          new Failed.Invalid(400, "", Optional.empty(), ""),
          new Failed.LimitReached(Failed.Limit.RATE, Optional.empty(), ""),
          new Failed.Unreachable(Failed.Obstacle.DNS, ""),
          new Failed.TimedOut(Failed.Phase.STALL, Duration.ZERO),
          new Failed.BadAnswer(Failed.Flaw.TRUNCATED, ""),
          new Failed.OutOfMemory(),
          new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.empty()),
          new Failed.Cancelled(),
          new Failed.Internal());

  @Test
  void each_kind_of_outcome_has_a_figure_of_calls_and_one_of_attempts() {
    assertThat(OUTCOMES).hasSize(Failed.class.getPermittedSubclasses().length + 1);
    for (Outcome outcome : OUTCOMES) {
      String kind = outcome.kind().toUpperCase(Locale.ROOT);
      assertThat(Figure.ofCall(outcome).name()).isEqualTo("CALL_" + kind);
      assertThat(Figure.ofAttempt(outcome).name()).isEqualTo("ATTEMPT_" + kind);
    }
  }

  @Test
  void each_reason_limit_phase_obstacle_and_fault_has_one() {
    for (String reason : List.of("first", "retry", "fallback", "credential", "race", "probe")) {
      assertThat(Figure.ofReason(reason).name()).endsWith(reason.toUpperCase(Locale.ROOT));
    }
    assertThat(Arrays.stream(Failed.Dimension.values()).map(Figure::of)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Failed.Phase.values()).map(Figure::of)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Failed.Obstacle.values()).map(Figure::of)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(CallFault.values()).map(Figure::of)).doesNotHaveDuplicates();
  }
}
