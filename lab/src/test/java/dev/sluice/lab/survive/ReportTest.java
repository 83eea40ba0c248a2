package dev.sluice.lab.survive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.survive.Figures.Spread;
import dev.sluice.lab.survive.Figures.Struck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Results GOOD = results(figures(1, 0, 300), 0, -3, 1.09);

  @Test
  void a_good_run_breaks_no_threshold() {
    assertThat(Thresholds.of(GOOD)).allMatch(Threshold::holds);
  }

  @Test
  void each_threshold_can_be_broken() {
    assertThat(broken(results(figures(11, 0, 300), 0, 0, 1))).contains("succeed");
    assertThat(broken(results(figures(0, 1, 300), 0, 0, 1))).contains("not told so");
    assertThat(broken(results(figures(0, 0, 901), 0, 0, 1))).contains("p99");
    assertThat(broken(results(figures(0, 0, 300), 1, 0, 1))).contains("false openings");
    assertThat(broken(results(figures(0, 0, 300), 0, 1, 1))).contains("budget");
    assertThat(broken(results(figures(0, 0, 300), 0, 0, 1.11))).contains("everything down");
  }

  @Test
  void the_table_says_what_is_broken() {
    var bytes = new ByteArrayOutputStream();
    Results bad = results(figures(11, 0, 300), 0, 0, 1);
    new TextReport(new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .print(bad, Thresholds.of(bad));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .contains("BROKEN  calls that were not struck")
        .contains("first token of streams p99, ms");
    assertThat(text).contains("outage (240)").contains("Sluice {upstream_reset=11}");
  }

  @Test
  void programs_read_the_same(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("survive.json");
    JsonReport.write(Survive.tree(GOOD, Thresholds.of(GOOD)), Optional.of(file));
    JsonNode tree = new ObjectMapper().readTree(file.toFile());
    assertThat(tree.at("/results/sluice/attempts_per_call").asDouble()).isEqualTo(1.02);
    assertThat(tree.at("/results/stretches/0/name").asText()).isEqualTo("outage");
    assertThat(tree.at("/thresholds/0/at_least").asDouble()).isEqualTo(99.9);
    assertThat(tree.at("/thresholds/0/holds").asBoolean()).isTrue();
  }

  private static String broken(Results results) {
    return Thresholds.of(results).stream()
        .filter(threshold -> !threshold.holds())
        .map(Threshold::what)
        .reduce("", (all, what) -> all + what + "; ");
  }

  private static Results results(
      Figures sluice, int falseOpenings, double beyondBudget, double outage) {
    return new Results(
        figures(300, 9, 900),
        sluice,
        List.of(new Results.Stretch("outage", 240, 100, 1, 5, 2)),
        4,
        Collections.nCopies(falseOpenings, "one at 3.0 s: slow"),
        beyondBudget,
        0.01,
        3,
        outage);
  }

  private static Figures figures(int failed, int dishonest, double p99) {
    return new Figures(
        10_000,
        new Struck(20, dishonest),
        failed,
        new TreeMap<>(Map.of("upstream_reset", (long) failed)),
        1.02,
        12,
        new Spread(200, p99),
        new Spread(400, 2 * p99),
        0);
  }
}
