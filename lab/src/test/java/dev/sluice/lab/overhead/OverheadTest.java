package dev.sluice.lab.overhead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OverheadTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_short_run_measures_every_contender_that_is_there() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OverheadOptions options =
        new OverheadOptions(
            1, 1, Set.of(Part.RATE), Optional.empty(), Optional.empty(), false, List.of(), 0, 1);
    Overhead.run(options, new PrintStream(bytes, true, UTF_8), false);
    assertThat(bytes.toString(UTF_8))
        .contains("2,500 calls a second")
        .containsPattern("p50, us +[0-9]");
    List<String> proxies = Nginx.find().stream().map(_ -> Contender.NGINX).toList();
    if (!proxies.isEmpty()) {
      assertThat(bytes.toString(UTF_8)).containsPattern("CPU per call, us +- +[0-9]");
    }
    assertThat(bytes.toString(UTF_8).lines())
        .filteredOn(line -> line.startsWith("warm-up: ") || line.startsWith("round "))
        .hasSize(Rounds.steps(options, proxies));
  }
}
