package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.request.Band;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Synthetic;
import dev.sluice.lab.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmitTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Trace EXCERPT = Excerpt.CONVERSATION.trace();
  private static final Runs RUNS = Comparison.run(options(EXCERPT, 2), _ -> {});

  @TempDir private Path folder;

  private static AdmitOptions options(Trace trace, double load) {
    return new AdmitOptions(
        List.of(trace),
        List.of(load),
        2,
        DEADLINE,
        Duration.ofSeconds(60),
        BandShares.DEFAULT,
        Optional.empty());
  }

  private static Figures of(Contender contender) {
    return RUNS.of(RUNS.settings().getFirst(), contender);
  }

  @Test
  void without_a_gateway_most_attempts_are_refused() {
    assertThat(of(Contender.SDK).throttled()).isCloseTo(0.684, within(0.01));
    assertThat(of(Contender.SDK).success()).isCloseTo(0.650, within(0.01));
    assertThat(of(Contender.PATIENT).throttled()).isCloseTo(0.871, within(0.01));
    assertThat(of(Contender.PATIENT).success()).isCloseTo(0.637, within(0.01));
  }

  @Test
  void strict_priority_serves_fewer_calls_than_no_gateway() {
    assertThat(of(Contender.STRICT).success()).isCloseTo(0.584, within(0.01));
    assertThat(of(Contender.FIFO).success()).isCloseTo(0.618, within(0.01));
  }

  @Test
  void the_gateway_serves_more_calls_and_is_not_refused() {
    assertThat(of(Contender.SLUICE).throttled()).isLessThan(0.001);
    assertThat(of(Contender.SLUICE).success()).isGreaterThan(1.05 * of(Contender.SDK).success());
    assertThat(of(Contender.SLUICE).utilisation()).isGreaterThan(0.95);
    assertThat(of(Contender.SLUICE).band(Band.CRITICAL).success()).isGreaterThan(0.999);
  }

  @Test
  void the_same_seed_gives_the_same_hour() {
    List<String> steps = new ArrayList<>();
    Runs again = Comparison.run(options(EXCERPT, 2), steps::add);
    assertThat(steps)
        .hasSize(Comparison.steps(options(EXCERPT, 2)))
        .contains("conversation at 2 times the quota, sluice");
    assertThat(again.all().stream().map(Run::figures))
        .containsExactlyElementsOf(RUNS.all().stream().map(Run::figures).toList());
  }

  @Test
  void programs_get_an_object_a_run() throws IOException {
    Path file = folder.resolve("runs.json");
    JsonReport.write(RunsTree.of(RUNS), Optional.of(file));
    JsonNode tree = new ObjectMapper().readTree(file.toFile());
    assertThat(tree).hasSize(Contender.values().length * 2);
    JsonNode first = tree.get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly(
            "trace",
            "load",
            "policy",
            "seed",
            "upstream_429_rate",
            "utilisation_busy",
            "success",
            "success_by_band",
            "success_by_decile",
            "wait_p50_by_band_s",
            "wait_p99_by_band_s",
            "attempts_per_call");
    assertThat(first.get("trace").asText()).isEqualTo("conversation");
    assertThat(first.get("policy").asText()).isEqualTo("sluice");
    assertThat(first.get("success_by_decile")).hasSize(10);
    assertThat(first.get("success_by_band").fieldNames())
        .toIterable()
        .containsExactly("critical", "interactive", "normal", "batch");
    assertThat(first.get("success_by_band").get("batch").isNull()).isTrue();
  }

  @Test
  void a_short_trace_is_not_judged() {
    assertThat(Criteria.of(RUNS, DEADLINE)).isEmpty();
  }

  @Test
  void a_bound_is_broken_by_a_figure_beyond_it() {
    AdmitOptions options = options(Synthetic.bursty(1_600, 3), 2);
    Runs runs = Comparison.run(options, _ -> {});
    Criterion wide = criterion(Criteria.of(runs, Duration.ofSeconds(30)), "wait, median");
    Criterion tight = criterion(Criteria.of(runs, Duration.ofMillis(100)), "wait, median");
    assertThat(wide.holds()).isTrue();
    assertThat(tight.holds()).isFalse();
    assertThat(tight.line()).startsWith("BROKEN  synthetic at 2 times the quota: wait, median: ");
  }

  private static Criterion criterion(List<Criterion> criteria, String what) {
    return criteria.stream()
        .filter(criterion -> criterion.what().endsWith(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void options_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> options(EXCERPT, 0))
        .hasMessage("the load 0.0 is not within 0.01 to 100; 2 is twice the quota");
    assertThatThrownBy(
            () ->
                new AdmitOptions(
                    List.of(EXCERPT),
                    List.of(1.0),
                    0,
                    DEADLINE,
                    DEADLINE,
                    BandShares.DEFAULT,
                    Optional.empty()))
        .hasMessage("0 seeds are not within 1 to 1000");
  }
}
