package dev.sluice.lab.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.cli.TestProgram;
import dev.sluice.lab.load.GatewayProgram;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsLabTest {
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");

  @Test
  void objects_and_bytes_of_a_stream_are_told_by_class(@TempDir Path folder) throws Exception {
    var said = new ByteArrayOutputStream();
    var options = new StreamsOptions(20, 100, 1, 3, JVM);
    var program = new GatewayProgram(TestProgram.java(), TestProgram.program());
    assertThat(StreamsLab.run(folder, program, options, new PrintStream(said))).isZero();
    List<String> lines = said.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst()).endsWith("each stream holds, by class");
    assertThat(lines.get(4)).matches(" +\\d+\\.\\d\\d +\\d{4,}\\.\\d  all");
    assertThat(lines.getLast()).startsWith("resident: ");
  }

  @Test
  void a_number_below_one_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamsOptions(0, 1, 1, 1, List.of()))
        .withMessage("--streams 0 is less than 1");
  }
}
