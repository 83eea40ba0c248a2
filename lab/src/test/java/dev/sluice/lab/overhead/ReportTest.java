package dev.sluice.lab.overhead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.draw.JsonReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private final Sheet sheet = new Sheet();

  @BeforeEach
  void measure() {
    sheet.add(RoundMeasure.SATURATED_1K_CALLS, Contender.SLUICE, 40_000);
    sheet.add(RoundMeasure.SATURATED_1K_CALLS, Contender.DIRECT, 80_000);
    sheet.add(RoundMeasure.SATURATED_1K_CALLS, Contender.NGINX, 50_000);
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.NGINX, 20);
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE, 30);
  }

  @Test
  void people_read_a_table() {
    assertThat(text())
        .contains(
            """
            saturated, 1 KB             direct                        nginx                         sluice
              CPU per call, us          -                             20.0                          30.0
                to nginx                -                             1                             1.50
              calls per second          80,000                        50,000                        40,000
                to nginx                1.60                          1                             0.80
            """)
        .contains(
            "  BROKEN  sluice, to nginx: saturated, 1 KB, CPU per call, us: 1.500 (at most"
                + " 1.400)\n");
  }

  @Test
  void what_went_wrong_is_said() {
    sheet.complain("nginx: calls failed");
    assertThat(text()).contains("  WRONG   nginx: calls failed\n");
  }

  @Test
  void programs_read_json(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.json");
    JsonReport.write(SheetTree.of(sheet, Thresholds.of(sheet)), Optional.of(file));
    JsonNode tree = new ObjectMapper().readTree(file.toFile());
    assertThat(tree.at("/measures/saturated_1k_cpu/of/sluice/to_nginx/median").doubleValue())
        .isEqualTo(1.5);
    assertThat(tree.at("/thresholds/0/holds").booleanValue()).isFalse();
  }

  private String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextReport.print(sheet, Thresholds.of(sheet), new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
