package dev.sluice.lab.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.survive.Log.Arrival;
import dev.sluice.lab.survive.MetricsScraper.Sample;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private static final long SECOND = 1_000_000_000;
  private static final String FIRST =
      "sluice_attempts_total{gen_ai_provider_name=\"one\",reason=\"first\"}";
  private static final String RETRY =
      "sluice_attempts_total{gen_ai_provider_name=\"two\",reason=\"fallback\"}";
  private static final String OPENED =
      "sluice_breaker_changes_total{gen_ai_provider_name=\"one\",reason=\"failures\",to=\"open\"}";

  @Test
  void repeats_within_the_budget_are_not_beyond_it() {
    // Forty a second are forty in ten seconds, and ten more for the one that has no calls.
    assertThat(says(i -> 40 * i, i -> 4 * i, _ -> 0).beyondBudget()).isEqualTo(-10);
    assertThat(says(i -> 40 * i, i -> i < 20 ? 0 : 50, _ -> 0).beyondBudget()).isZero();
  }

  @Test
  void repeats_in_a_burst_are_seen() {
    assertThat(says(i -> 40 * i, i -> i < 20 ? 0 : 51, _ -> 0).beyondBudget()).isEqualTo(1);
    assertThat(says(i -> 40 * i, i -> 6 * i, _ -> 0).beyondBudget()).isEqualTo(10);
  }

  @Test
  void an_opening_without_a_fault_before_it_is_a_false_one() {
    GatewayMetrics metrics = says(i -> i, _ -> 0, i -> i < 30 ? 0 : 1);
    assertThat(metrics.openings()).isEqualTo(1);
    assertThat(openings(metrics)).containsExactly("one at 30.0 s: failures");
    assertThat(metrics.falseOpenings("two", List.of(), List.of(), 0)).isEmpty();
    assertThat(openings(metrics, struck(Fault.STATUS, 25))).isEmpty();
    assertThat(openings(metrics, struck(Fault.STATUS, 19))).hasSize(1);
    assertThat(openings(metrics, struck(Fault.THROTTLE, 25))).hasSize(1);
    var outage = new TimeWindow(Duration.ofSeconds(10), Duration.ofSeconds(22));
    assertThat(metrics.falseOpenings("one", List.of(), List.of(outage), 0)).isEmpty();
  }

  private static List<String> openings(GatewayMetrics metrics, Arrival... arrivals) {
    return metrics.falseOpenings("one", List.of(arrivals), List.of(), 0);
  }

  private static Arrival struck(Fault fault, int second) {
    return new Arrival("one", "call-1", second * SECOND, new FaultCall(fault, "503"));
  }

  private static GatewayMetrics says(
      IntToDoubleFunction firsts, IntToDoubleFunction retries, IntToDoubleFunction openings) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      samples.add(
          new Sample(
              i * SECOND,
              Map.of(
                  FIRST, firsts.applyAsDouble(i),
                  RETRY, retries.applyAsDouble(i),
                  OPENED, openings.applyAsDouble(i))));
    }
    return new GatewayMetrics(samples);
  }
}
