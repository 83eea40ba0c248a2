package dev.sluice.it.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The retrieval sample, started from its source beside the simulated provider, with a model that
/// answers and one that is beyond its rate limit.
class RagSampleTest {
  private static final Path SAMPLE = Path.of("../samples/rag");

  @Test
  void it_learns_in_four_calls_streams_an_answer_and_tells_a_rate_limit_apart() throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
      Process process = start(simulator.port());
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor()).isZero();
      assertThat(lines).hasSizeGreaterThan(2).endsWith("Too many questions.", "204 calls");
      long embeddings =
          simulator.recorded().calls().entrySet().stream()
              .filter(call -> call.getKey().path().endsWith("/embeddings"))
              .mapToLong(call -> call.getValue())
              .sum();
      // Four at most for the texts, and one for each of the two questions.
      assertThat(embeddings).isBetween(3L, 6L);
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
                "src/main/java/rag/Rag.java",
                "gpt-5-mini",
                "sim-fault/429"));
    builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1");
    builder.environment().put("OPENAI_API_KEY", "none");
    return builder
        .directory(SAMPLE.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
