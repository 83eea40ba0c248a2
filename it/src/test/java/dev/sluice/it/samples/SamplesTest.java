package dev.sluice.it.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.installed.JavaSource;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples in plain Java, compiled from their sources and started beside the simulated
/// provider, as `./sluice samples` does with all of them and with the published artifacts.
class SamplesTest {
  private static final Path SAMPLES = Path.of("..", "samples");
  private static final Path RAG = SAMPLES.resolve("rag");

  @TempDir private Path classes;

  @Test
  void the_plain_one_writes_what_its_page_says() throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
      writesItsOutput(SAMPLES.resolve("plain"), "plain/Plain.java", simulator);
    }
  }

  /// With a model that answers and one that is beyond its rate limit.
  @Test
  void retrieval_learns_in_four_calls_streams_an_answer_and_tells_a_rate_limit_apart()
      throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
      assertThat(writesItsOutput(RAG, "rag/Rag.java", simulator)).contains("Too many questions");
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
  void the_service_of_retrieval_is_that_of_the_readme() throws IOException {
    String source = Files.readString(RAG.resolve("src/main/java/rag/RagService.java"));
    String service = source.substring(source.indexOf("record RagService"));
    assertThat(Path.of("..", "README.md")).content().contains("```java\n" + service + "```");
    assertThat(service.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(30);
  }

  /// Runs a sample, which writes what its `output.txt` has.
  private String writesItsOutput(Path sample, String program, Simulator simulator)
      throws IOException, InterruptedException {
    Path sources = sample.resolve("src/main/java");
    var builder =
        new ProcessBuilder(
            JavaSource.compile(
                sources.toAbsolutePath(), sources.resolve(program).toAbsolutePath(), classes));
    builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:" + simulator.port() + "/v1");
    builder.environment().put("OPENAI_API_KEY", "none");
    Process process =
        builder.directory(sample.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(sample.resolve("output.txt")).content().isEqualTo(output);
    return output;
  }
}
