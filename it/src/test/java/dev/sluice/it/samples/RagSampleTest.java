package dev.sluice.it.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The retrieval sample, started from its source beside the simulated provider, with a model that
/// answers and one that is beyond its rate limit.
class RagSampleTest {
  private static final Path SAMPLE = Path.of("../samples/rag");

  private static final Path SERVICE = SAMPLE.resolve("src/main/java/rag/RagService.java");

  @Test
  void it_learns_in_four_calls_streams_an_answer_and_tells_a_rate_limit_apart() throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
      Process process = start(simulator.port());
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isZero();
      assertThat(output).contains("Too many questions");
      assertThat(SAMPLE.resolve("output.txt")).content().isEqualTo(output);
      long embeddings =
          simulator.recorded().calls().entrySet().stream()
              .filter(call -> call.getKey().path().endsWith("/embeddings"))
              .mapToLong(call -> call.getValue())
              .sum();
      // Four at most for the texts, and one for each of the two questions.
      assertThat(embeddings).isBetween(3L, 6L);
    }
  }

  @Test
  void its_service_is_that_of_the_readme() throws IOException {
    String source = Files.readString(SERVICE);
    String service = source.substring(source.indexOf("record RagService"));
    assertThat(Path.of("../README.md")).content().contains("```java\n" + service + "```");
    assertThat(service.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(30);
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
                "src/main/java/rag/Rag.java"));
    builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1");
    builder.environment().put("OPENAI_API_KEY", "none");
    return builder
        .directory(SAMPLE.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
