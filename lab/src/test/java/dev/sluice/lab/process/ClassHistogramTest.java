package dev.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.process.ClassHistogram.Instances;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {
  private static final String BEFORE =
      """
      4242:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:          1200          96000  [B (java.base@25)
         2:            30           1440  dev.sluice.call.Call
         3:             2             64  dev.sluice.call.Call
         4:             1             16  gone.Later
      Total          1233          97520
      """;

  private static final String AFTER =
      """
         1:          1300         196000  [B (java.base@25)
         2:            42           2048  dev.sluice.call.Call
      """;

  @Test
  void classes_of_one_name_count_together() throws IOException {
    ClassHistogram histogram = ClassHistogram.parse(BEFORE);
    assertThat(histogram.classes())
        .containsEntry("[B", new Instances(1200, 96_000))
        .containsEntry("dev.sluice.call.Call", new Instances(32, 1504))
        .hasSize(3);
    assertThat(histogram.total()).isEqualTo(new Instances(1233, 97_520));
  }

  @Test
  void what_has_come_and_what_has_gone_is_a_difference() throws IOException {
    ClassHistogram more = ClassHistogram.parse(AFTER).beyond(ClassHistogram.parse(BEFORE));
    assertThat(more.classes())
        .containsEntry("[B", new Instances(100, 100_000))
        .containsEntry("dev.sluice.call.Call", new Instances(10, 544))
        .containsEntry("gone.Later", new Instances(-1, -16));
  }

  @Test
  void an_answer_without_classes_is_an_error() {
    assertThatThrownBy(() -> ClassHistogram.parse("4242:\nno such command"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such command");
  }
}
