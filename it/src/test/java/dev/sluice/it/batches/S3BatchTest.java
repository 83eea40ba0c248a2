package dev.sluice.it.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.it.installed.Installed;
import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.batch.KilledBatch;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and batches in a bucket of moto's, which judges signatures, and boto3, which reads what is
/// there. Needs Python, and fails without it.
class S3BatchTest {
  private static final long SEED = 47;
  private static final int LINES = LongForm.rounds(150, 300);
  private static final String CHAT = "/v1/chat/completions";
  private static final String ROUTES =
      """
      providers: {p: {type: compatible, url: "%s", allow_private: true}}
      routes: {all: {models: [m], targets: [{provider: p, model: m}]}}
      """;

  private static Moto moto;
  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    moto = Moto.start();
  }

  @AfterAll
  static void end() {
    moto.close();
  }

  /// A server of moto's.
  private record Moto(Process process, BufferedReader from, BufferedWriter to, List<String> said) {
    static Moto start() throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Installed.python("moto"), Installed.PYTHON.resolve("moto_s3.py").toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      Installed.compileOnce(builder);
      Process process = builder.start();
      BufferedReader from = process.inputReader(UTF_8);
      List<String> said = List.of(String.valueOf(from.readLine()).split(" ", -1));
      assertThat(said).as("moto has started").hasSize(3);
      return new Moto(process, from, process.outputWriter(UTF_8), said);
    }

    String files(String prefix) {
      return """
      , s3: {bucket: files, url: "http://127.0.0.1:%s", prefix: %s, auth: {id: "%s", secret: "%s"}}\
      """
          .formatted(said.get(0), prefix, said.get(1), said.get(2));
    }

    /// The objects below a prefix as boto3 finds them: a name, a size, a SHA-256.
    List<String> objects(String prefix) throws IOException {
      to.write(prefix + "\n");
      to.flush();
      return Stream.of(from.readLine().split("\\|", -1)).filter(one -> !one.isEmpty()).toList();
    }

    void close() {
      process.destroy();
    }
  }

  /// What is not in the bucket at a kill is called again, and whatever is there counts.
  @Test
  void a_gateway_that_is_killed_goes_on_from_the_bucket() throws Exception {
    KilledBatch.Result result =
        KilledBatch.run(LabProgram.of(), LINES, 1, SEED, moto.files("it/killed"));
    assertThat(result.bounds()).as(result.toString()).allMatch(Threshold::holds);
    assertThat(moto.objects("it/killed/files/")).as("input and results").hasSize(2);
  }

  private static String lines(int count, String filling) {
    return IntStream.range(0, count)
        .mapToObj(
            line ->
                "{\"custom_id\":\"c-%d\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\":\"m\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi %d%s\"}]}}"
                    .formatted(line, CHAT, line, filling))
        .collect(Collectors.joining("\n"));
  }

  private static String line(String id, byte[] content) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
    return "it/one/files/%s %d %s".formatted(id, content.length, HexFormat.of().formatHex(hash));
  }

  @Test
  void a_batch_whose_files_and_log_are_in_a_bucket_has_its_results_and_boto3_reads_them()
      throws Exception {
    Scenario scenario = Scenario.of(Model.named("m"));
    String files = moto.files("it/one");
    try (BatchGateway gateway =
        new BatchGateway(folder, scenario, FilesConfig.QUOTA, files, ROUTES)) {
      BatchClient red = gateway.client(BatchGateway.RED);
      String input = lines(90, "x".repeat(100_000));
      String file = red.upload(input);
      assertThat(input.length()).isGreaterThan(8 << 20);
      assertThat(moto.objects("it/one/files/")).containsExactly(line(file, input.getBytes(UTF_8)));
      JsonNode made = red.post("/v1/batches", BatchClient.order(file, CHAT)).json();
      JsonNode done = red.awaitEnd(made.path("id").asText());
      assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
      assertThat(done.path("request_counts").path("completed").asInt()).isEqualTo(90);
      String output = done.path("output_file_id").asText();
      String results = red.get("/v1/files/" + output + "/content").text();
      assertThat(results.lines()).hasSize(90);
      assertThat(moto.objects("it/one/files/")).contains(line(output, results.getBytes(UTF_8)));
      await()
          .pollInSameThread()
          .untilAsserted(
              () -> {
                assertThat(moto.objects("it/one/batches/")).isEmpty();
                assertThat(folder.resolve("files").toFile().list())
                    .allMatch(name -> name.equals("lock") || name.equals("batches"));
              });
    }
  }
}
