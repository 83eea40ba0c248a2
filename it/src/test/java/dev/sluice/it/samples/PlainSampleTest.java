package dev.sluice.it.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The sample in plain Java, started from its source beside the simulated provider, as `./sluice
/// samples` does with all of them and with the published artifacts.
class PlainSampleTest {
  private static final Path SAMPLE = Path.of("../samples/plain");

  @Test
  void it_writes_what_its_page_says() throws IOException, InterruptedException {
    try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
      Process process = start(simulator.port());
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isZero();
      assertThat(SAMPLE.resolve("output.txt")).content().isEqualTo(output);
    }
  }

  private static Process start(int port) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "src/main/java/plain/Plain.java"));
    builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1");
    builder.environment().put("OPENAI_API_KEY", "none");
    return builder
        .directory(SAMPLE.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
