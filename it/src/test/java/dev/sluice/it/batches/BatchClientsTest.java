package dev.sluice.it.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.sluice.it.installed.Installed;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's official clients go the whole way of a batch unchanged: upload, make, look, fetch,
/// list, cancel, delete. Needs Python and Node, and fails without them.
class BatchClientsTest {
  private static final String ROUTES =
      """
      providers: {sim: {type: compatible, url: "%s", allow_private: true}}
      routes: {all: {models: [m, slow], targets: [{provider: sim}]}}
      """;
  private static final String LINE =
      "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}";

  @TempDir private static Path folder;
  private static BatchGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Model slow = Model.named("slow").speed(Speed.of(Duration.ofSeconds(60), Duration.ZERO));
    gateway = new BatchGateway(folder, Scenario.of(Model.named("m"), slow), ROUTES);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String url() {
    return gateway.gateway.url() + "/v1";
  }

  @Test
  void openai_java_goes_the_whole_way() throws Exception {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(url()).apiKey(BatchGateway.RED).maxRetries(0).build();
    FileObject input =
        client
            .files()
            .create(
                FileCreateParams.builder()
                    .file(
                        MultipartField.<InputStream>builder()
                            .value(new ByteArrayInputStream(LINE.getBytes(UTF_8)))
                            .filename("in.jsonl")
                            .build())
                    .purpose(FilePurpose.BATCH)
                    .build());
    Batch made =
        client
            .batches()
            .create(
                BatchCreateParams.builder()
                    .inputFileId(input.id())
                    .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                    .completionWindow(BatchCreateParams.CompletionWindow._24H)
                    .build());
    assertThat(made.status()).isEqualTo(Batch.Status.VALIDATING);
    Batch done =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> client.batches().retrieve(made.id()),
                batch -> batch.status().equals(Batch.Status.COMPLETED));
    assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(1);
    assertThat(done.usage().orElseThrow().outputTokens()).isEqualTo(16);
    try (HttpResponse content = client.files().content(done.outputFileId().orElseThrow())) {
      assertThat(new String(content.body().readAllBytes(), UTF_8))
          .contains("\"custom_id\":\"a\"", "chat.completion");
    }
    assertThat(client.batches().list().data()).extracting(Batch::id).contains(made.id());
    assertThat(client.files().delete(input.id()).deleted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-2", "openai-3"})
  void openai_for_python_goes_the_whole_way(String list) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Installed.python(list), "batches.py", url(), BatchGateway.RED)
            .directory(Installed.PYTHON.toFile());
    Installed.compileOnce(builder);
    assertThat(said(builder)).contains("passed: cycle", "passed: errors", "passed: cancel");
  }

  @Test
  void openai_for_node_goes_the_whole_way() throws Exception {
    var builder =
        new ProcessBuilder(Installed.node(), "batches.mjs", url(), BatchGateway.RED)
            .directory(Installed.npm("").toFile());
    Installed.compileOnce(builder);
    assertThat(said(builder)).contains("passed: cycle", "passed: errors", "passed: cancel");
  }

  /// What a program says that ends well.
  static String said(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", List.of(builder.command()), said).isZero();
    return said;
  }
}
