package dev.sluice.lab.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.survive.Phase.Part;
import dev.sluice.sim.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The short form: what holds however fast the machine is.
class SurviveTest {
  private static final List<Phase> PHASES =
      List.of(
          new Phase("outage", FaultSchedule.ONE, 10, 25, List.of()),
          new Phase(
              "resets",
              FaultSchedule.TWO,
              30,
              40,
              List.of(
                  new Part(Fault.RESET_BEFORE_HEAD, "", 0.03),
                  new Part(Fault.RESET_AFTER, "3", 0.1))),
          new Phase(
              "stalls",
              FaultSchedule.ONE,
              42,
              48,
              List.of(
                  new Part(Fault.SILENCE_AFTER_HEAD, "", 0.03),
                  new Part(Fault.STALL_AFTER, "3", 0.1))),
          new Phase(
              "429 storm",
              FaultSchedule.TWO,
              50,
              54,
              List.of(new Part(Fault.THROTTLE, "seconds:1", 1))));

  /// The hour passes while a gateway starts, which takes the first one of a process seconds.
  private static void warmUp() {
    String provider = "{type: openai, url: \"http://127.0.0.1:1\", key: k, allow_private: true}";
    LocalGateway.start("providers: {none: " + provider + "}\n").close();
  }

  @Test
  void an_hour_in_twelve_seconds_is_survived() throws Exception {
    var plan =
        new Plan(
            new FaultSchedule(PHASES, Duration.ofSeconds(12), 0.4, 0),
            40,
            40,
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Set.of(),
            false,
            List.of("timeout: {first_token: 1500ms, stall: 1500ms}", "breaker: {open: 1s..5s}"));
    warmUp();
    Results results = new Run(plan, Clock.SYSTEM).results();
    Figures sluice = results.sluice();
    assertThat(sluice.calls()).isEqualTo(480).isEqualTo(results.sdk().calls());
    assertThat(sluice.success()).as("%s", sluice.errors()).isGreaterThanOrEqualTo(0.99);
    assertThat(sluice.struck().honest()).isPositive();
    assertThat(sluice.struck().other()).isZero();
    assertThat(sluice.beforeHints()).isZero();
    assertThat(results.beyondBudget()).isLessThanOrEqualTo(0);
    assertThat(results.openings()).isPositive();
    assertThat(results.falseOpenings()).isEmpty();
    assertThat(results.outageSluice()).isBetween(1.01, 1.10);
    assertThat(results.outageSdk()).isGreaterThan(2.5);
    assertThat(results.sdk().failed()).isGreaterThan(10 * (1 + sluice.failed()));
  }
}
