package dev.sluice.lab.overhead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {
  private final Sheet sheet = new Sheet();

  /// Ratios from 1.01 to 1.10, in rounds of which each is slower than the one before.
  @BeforeEach
  void measure() {
    for (int round = 1; round <= 10; round++) {
      sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.OTHER, round * 10);
      sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE, round * 10 * (1 + round / 100.0));
      sheet.add(RoundMeasure.SATURATED_1K_ALLOCATED, Contender.OTHER, 5_000);
      sheet.add(RoundMeasure.SATURATED_1K_ALLOCATED, Contender.SLUICE, 6_000);
    }
  }

  private ComparisonReport report(double atMost) {
    return new ComparisonReport("HEAD~1 (0123456789ab)", sheet, Optional.of(atMost));
  }

  private static String text(ComparisonReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }

  @Test
  void people_read_the_median_of_paired_ratios_with_its_interval() {
    assertThat(text(report(1.06)))
        .startsWith("sluice: this revision, beside other revision: HEAD~1 (0123456789ab)\n")
        .contains(
            """
            saturated, 1 KB             other revision                sluice                        ratio (95 % interval)
              CPU per call, us          55.0 (10.0 to 100.0)          58.1 (10.1 to 110.0)          1.055 (1.020 to 1.090)
              allocated per call, B     5,000 (5,000 to 5,000)        6,000 (6,000 to 6,000)        1.200 (1.200 to 1.200)
            """);
  }

  @Test
  void the_bound_is_on_the_median_ratio_of_cpu_times() {
    assertThat(sheet.exitCode(report(1.06).thresholds())).isZero();
    assertThat(sheet.exitCode(report(1.05).thresholds())).isEqualTo(1);
    assertThat(text(report(1.05)))
        .contains(
            "BROKEN  to other revision: saturated, 1 KB, CPU per call, us: 1.055 (at most 1.050)");
  }

  @Test
  void without_a_bound_nothing_is_broken() {
    ComparisonReport report = new ComparisonReport("HEAD~1", sheet, Optional.empty());
    assertThat(sheet.exitCode(report.thresholds())).isZero();
  }

  @Test
  void calls_that_went_wrong_are_told_and_fail_the_comparison() {
    sheet.complain("other revision: calls failed");
    assertThat(text(report(1.06))).contains("WRONG   other revision: calls failed");
    assertThat(sheet.exitCode(report(1.06).thresholds())).isEqualTo(1);
  }

  @Test
  void programs_read_json() {
    JsonNode tree = new ObjectMapper().valueToTree(report(1.05).tree());
    assertThat(tree.at("/other_revision").textValue()).isEqualTo("HEAD~1 (0123456789ab)");
    JsonNode ratio = tree.at("/measures/saturated_1k_cpu/ratio");
    assertThat(ratio.at("/median").doubleValue()).isCloseTo(1.055, within(1e-9));
    assertThat(ratio.at("/low").doubleValue()).isCloseTo(1.02, within(1e-9));
    assertThat(ratio.at("/high").doubleValue()).isCloseTo(1.09, within(1e-9));
    assertThat(ratio.at("/confidence").doubleValue()).isEqualTo(0.978515625);
    assertThat(tree.at("/measures/saturated_1k_cpu/of/sluice/rounds")).hasSize(10);
    assertThat(tree.at("/thresholds/0/holds").booleanValue()).isFalse();
  }
}
