package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.installed.Installed;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.batch.BatchClient.Answer;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Batches as Gemini's API has them, by HTTP and by Google's clients, in front of a provider of
/// chats. Needs Python and Node, and fails without them.
class GenerateBatchClientsTest {
  private static final String BATCHES = "/v1beta/batches";
  private static final String ROUTES =
      """
      providers: {sim: {type: compatible, url: "%s", allow_private: true}}
      routes: {all: {models: [m, slow, vectors], targets: [{provider: sim}]}}
      """;

  @TempDir private static Path folder;
  private static BatchGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Model slow = Model.named("slow").speed(Speed.of(Duration.ofSeconds(60), Duration.ZERO));
    Scenario scenario = Scenario.of(Model.named("m"), Model.named("vectors"), slow);
    gateway = new BatchGateway(folder, scenario, ROUTES);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String body(String requests) {
    return "{\"batch\":{\"display_name\":\"n\",\"input_config\":{\"requests\":{\"requests\":[%s]}}}}"
        .formatted(requests);
  }

  private static String request(String text) {
    return "{\"request\":{\"contents\":[{\"parts\":[{\"text\":\"%s\"}]}]},\"metadata\":{\n\"key\":\"%s\"}}"
        .formatted(text, text);
  }

  private static JsonNode awaitEnd(BatchClient client, String name) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.get("/v1beta/" + name).json(), batch -> batch.path("done").asBoolean());
  }

  @Test
  void answers_stand_in_the_order_of_the_requests_and_errors_among_them() throws Exception {
    BatchClient red = gateway.client(BatchGateway.RED);
    String wrong = "{\"request\":{\"contents\":7}}";
    Answer made =
        red.post(
            "/v1beta/models/m:batchGenerateContent",
            body(String.join(",", request("a"), wrong, request("c"))));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    String name = made.json().path("name").asText();
    JsonNode done = awaitEnd(red, name);
    assertThat(done.at("/metadata/state").asText()).isEqualTo("BATCH_STATE_SUCCEEDED");
    assertThat(done.at("/metadata/batchStats/failedRequestCount").asText()).isEqualTo("1");
    JsonNode answers = done.at("/response/inlinedResponses/inlinedResponses");
    assertThat(answers).hasSize(3);
    assertThat(answers.path(0).at("/metadata/key").asText()).isEqualTo("a");
    assertThat(answers.path(0).at("/response/candidates/0/content/parts/0/text").asText())
        .isNotEmpty();
    assertThat(answers.path(1).at("/error/code").asInt()).isEqualTo(3);
    assertThat(answers.path(1).has("metadata")).isFalse();
    assertThat(answers.path(2).at("/metadata/key").asText()).isEqualTo("c");
    assertThat(done.at("/metadata/output/inlinedResponses/inlinedResponses")).isEqualTo(answers);
    assertThat(red.get(BATCHES).json().at("/operations").toString()).contains(name);
    assertThat(red.get("/v1/batches").text()).doesNotContain(name.substring("batches/".length()));
    assertThat(gateway.client(BatchGateway.BLUE).get("/v1beta/" + name).status()).isEqualTo(404);
    assertThat(red.delete("/v1beta/" + name).text()).isEqualTo("{}");
    assertThat(red.get("/v1beta/" + name).json().at("/error/status").asText())
        .isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {"batch":{"input_config":{"requests":{"requests":[]}}}}
          {"batch":{"input_config":{"requests":{"requests":{}}}}}
          {"batch":{"input_config":{"requests":{"requests":[{}]}}}}
          {"batch":{"input_config":{"requests":{"requests":[{"request":7}]}}}}
          {"batch":{"input_config":{"requests":{"requests":[{"request":{},"url":"x"}]}}}}
          {"batch":{"input_config":{"file_name":"","requests":{"requests":[{"request":{}}]}}}}
          {"batch":{"input_config":{"file_name":"files/x","requests":{"requests":[{"request":{}}]}}}}
          {"batch":{"input_config":{"requests":{"requests":[{"request":{}
          """)
  void what_is_wrong_is_told_in_googles_form(String body) throws Exception {
    Answer answer =
        gateway.client(BatchGateway.RED).post("/v1beta/models/m:batchGenerateContent", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void google_genai_for_python_goes_the_whole_way() throws Exception {
    var builder =
        new ProcessBuilder(
                Installed.python("google-genai-3"),
                "generate_batches.py",
                gateway.gateway.url(),
                BatchGateway.RED)
            .directory(Installed.PYTHON.toFile());
    Installed.compileOnce(builder);
    assertThat(BatchClientsTest.said(builder))
        .contains(
            "passed: cycle",
            "passed: refusals",
            "passed: cancel",
            "passed: vectors",
            "passed: files");
  }

  @Test
  void google_genai_for_node_goes_the_whole_way() throws Exception {
    assertThat(MessageBatchClientsTest.node("generate-batches.mjs", gateway.gateway.url()))
        .contains("passed: cycle", "passed: cancel");
  }
}
