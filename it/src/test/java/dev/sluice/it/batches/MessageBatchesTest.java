package dev.sluice.it.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.batch.BatchClient.Answer;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Batches of messages over HTTP, as Anthropic's API has them, in front of a simulated provider of
/// another dialect.
class MessageBatchesTest {
  private static final String BATCHES = "/v1/messages/batches";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROUTES =
      """
      defaults: {retry: off, breaker: off}
      providers: {sim: {type: compatible, url: "%s", allow_private: true}}
      routes: {all: {models: [m, slow], targets: [{provider: sim}]}}
      """;

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

  private static BatchClient red() {
    return gateway.client(BatchGateway.RED);
  }

  private static String request(String name, String model) {
    return "{\"custom_id\":\"%s\",\"params\":{\"model\":\"%s\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi %s\"}]}}"
        .formatted(name, model, name);
  }

  private static String body(String... requests) {
    return "{\"requests\":[" + String.join(",\n", requests) + "]}";
  }

  private static String body(int requests, String model) {
    return body(
        IntStream.range(0, requests)
            .mapToObj(i -> request("c-" + i, model))
            .toArray(String[]::new));
  }

  private static String make(BatchClient client, String body) throws Exception {
    Answer answer = client.post(BATCHES, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private static JsonNode awaitEnd(BatchClient client, String id) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> client.get(BATCHES + "/" + id).json(),
            batch -> batch.path("processing_status").asText().equals("ended"));
  }

  /// The results of a batch, by the names of their requests.
  private static JsonNode results(BatchClient client, JsonNode ended) throws Exception {
    URI at = URI.create(ended.path("results_url").asText());
    assertThat(at.resolve("/").toString()).isEqualTo(gateway.gateway.url() + "/");
    Answer answer = client.get(at.getPath());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    for (JsonNode line : answer.lines()) {
      JsonNode _ = results.set(line.path("custom_id").asText(), line.path("result"));
    }
    return results;
  }

  private static String types(JsonNode results, String... names) {
    return Arrays.stream(names)
        .map(name -> results.path(name).path("type").asText())
        .collect(Collectors.joining(" "));
  }

  @Test
  void requests_are_answered_as_messages_and_what_is_wrong_is_a_result() throws Exception {
    String bad = request("bad", "m").replace("\"max_tokens\":20", "\"max_tokens\":\"x\"");
    String id = make(red(), body(request("a", "m"), request("none", "unknown"), bad));
    JsonNode made = red().get(BATCHES + "/" + id).json();
    assertThat(
            made.path("request_counts").path("errored").asInt()
                + made.path("request_counts").path("succeeded").asInt()
                + made.path("request_counts").path("processing").asInt())
        .isEqualTo(3);
    JsonNode ended = awaitEnd(red(), id);
    assertThat(ended.path("request_counts").path("succeeded").asInt()).isEqualTo(1);
    assertThat(ended.path("request_counts").path("errored").asInt()).isEqualTo(2);
    JsonNode results = results(red(), ended);
    assertThat(types(results, "a", "none", "bad")).isEqualTo("succeeded errored errored");
    JsonNode message = results.path("a").path("message");
    assertThat(message.path("type").asText()).isEqualTo("message");
    assertThat(message.path("content").path(0).path("text").asText()).isNotEmpty();
    assertThat(message.path("usage").path("output_tokens").asInt()).isEqualTo(16);
    JsonNode unknown = results.path("none").path("error");
    assertThat(unknown.path("type").asText()).isEqualTo("error");
    assertThat(unknown.path("error").path("type").asText()).isEqualTo("not_found_error");
    assertThat(results.path("bad").at("/error/error/type").asText())
        .isEqualTo("invalid_request_error");
  }

  @Test
  void a_batch_is_seen_by_its_team_and_by_its_own_api_alone() throws Exception {
    String id = make(red(), body(1, "m"));
    String inner = id.substring("msg".length());
    JsonNode ended = awaitEnd(gateway.client(BatchGateway.RED_TOO), id);
    String results = URI.create(ended.path("results_url").asText()).getPath();
    BatchClient blue = gateway.client(BatchGateway.BLUE);
    for (String path : List.of(BATCHES + "/" + id, results)) {
      assertThat(blue.get(path).status()).isEqualTo(404);
      assertThat(blue.get(path).json().at("/error/type").asText()).isEqualTo("not_found_error");
    }
    assertThat(blue.delete(BATCHES + "/" + id).status()).isEqualTo(404);
    assertThat(blue.post(BATCHES + "/" + id + "/cancel", "").status()).isEqualTo(404);
    assertThat(blue.get(BATCHES).json().path("data")).isEmpty();
    assertThat(red().get("/v1/batches/" + inner).status()).isEqualTo(404);
    assertThat(red().get("/v1/batches").text()).doesNotContain(inner);
    String line =
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\",\"messages\":[]}}";
    String other = red().make(line, "/v1/chat/completions");
    assertThat(red().get(BATCHES + "/msg" + other).status()).isEqualTo(404);
    assertThat(red().get(BATCHES + "/" + other).status()).isEqualTo(404);
    assertThat(red().get(BATCHES).text()).doesNotContain(other);
  }

  @Test
  void batches_are_listed_on_both_sides_of_one_and_deleted() throws Exception {
    BatchClient chat = gateway.client(BatchGateway.CHAT);
    assertThat(chat.post(BATCHES, body(1, "m")).json().at("/error/type").asText())
        .as("this key may call no messages")
        .isEqualTo("permission_error");
    BatchClient blue = gateway.client(BatchGateway.BLUE);
    String first = make(blue, body(1, "m"));
    String second = make(blue, body(1, "m"));
    String third = make(blue, body(1, "m"));
    JsonNode page = blue.get(BATCHES + "?limit=2").json();
    assertThat(page.path("data"))
        .extracting(one -> one.path("id").asText())
        .containsExactly(third, second);
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(page.path("last_id").asText()).isEqualTo(second);
    JsonNode older = blue.get(BATCHES + "?after_id=" + second).json();
    assertThat(older.path("data"))
        .extracting(one -> one.path("id").asText())
        .containsExactly(first);
    JsonNode newer = blue.get(BATCHES + "?limit=1&before_id=" + first).json();
    assertThat(newer.path("data"))
        .extracting(one -> one.path("id").asText())
        .containsExactly(second);
    assertThat(newer.path("has_more").asBoolean()).isTrue();
    for (String query :
        List.of(
            "after_id=msgbatch_x",
            "before_id=" + first.substring(3),
            "limit=0",
            "limit=1001",
            "after_id=%s&before_id=%s".formatted(first, third))) {
      Answer wrong = blue.get(BATCHES + "?" + query);
      assertThat(wrong.status()).as(query).isEqualTo(400);
      assertThat(wrong.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }
    for (String id : List.of(first, second, third)) {
      JsonNode _ = awaitEnd(blue, id);
      assertThat(blue.delete(BATCHES + "/" + id).json().path("type").asText())
          .isEqualTo("message_batch_deleted");
      assertThat(blue.delete(BATCHES + "/" + id).status()).isEqualTo(404);
    }
    assertThat(blue.get("/v1/files").json().path("data")).isEmpty();
  }

  @Test
  void a_batch_is_cancelled_and_not_deleted_before() throws Exception {
    String id = make(red(), body(request("a", "slow"), request("b", "slow")));
    String path = BATCHES + "/" + id;
    Answer early = red().delete(path);
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.text()).contains("cancel it first");
    assertThat(red().get(path + "/results").status()).isEqualTo(400);
    JsonNode asked = red().post(path + "/cancel", "").json();
    assertThat(asked.path("processing_status").asText()).isEqualTo("canceling");
    assertThat(asked.path("cancel_initiated_at").asText()).isNotEmpty();
    JsonNode ended = awaitEnd(red(), id);
    assertThat(ended.at("/request_counts/canceled").asInt()).isEqualTo(2);
    assertThat(types(results(red(), ended), "a", "b")).isEqualTo("canceled canceled");
    assertThat(red().get("/v1/files?purpose=batch").text()).doesNotContain("requests.jsonl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"requests":[]}|400|invalid_request_error
          {"requests":[{"params":{}}]}|400|invalid_request_error
          {"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}|400|invalid_request_error
          {"requests":[{"custom_id":"a","params":{"stream":true}}]}|400|invalid_request_error
          {"requests":[{"custom_id":"a","params":{}|400|invalid_request_error
          """)
  void what_is_wrong_with_a_body_is_told_in_the_form_of_the_api(
      String body, int status, String type) throws Exception {
    Answer answer = red().post(BATCHES, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("error");
    assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
    assertThat(answer.json().path("request_id").asText()).isNotEmpty();
  }

  @Test
  void as_many_requests_are_taken_as_a_batch_may_have_lines() throws Exception {
    BatchClient blue = gateway.client(BatchGateway.BLUE);
    Answer over = blue.post(BATCHES, body(2_001, "m"));
    assertThat(over.status()).isEqualTo(400);
    assertThat(over.text()).contains("batches.lines", "(too_many_requests)");
    assertThat(blue.get("/v1/files").json().path("data")).isEmpty();
  }

  @Test
  void a_body_that_is_cut_leaves_nothing() throws Exception {
    URI at = URI.create(gateway.gateway.url());
    byte[] body = body(1_000, "m").getBytes(UTF_8);
    try (var socket = new Socket(at.getHost(), at.getPort())) {
      String head =
          "POST %s HTTP/1.1\r\nhost: x\r\nx-api-key: %s\r\ncontent-length: %d\r\n\r\n"
              .formatted(BATCHES, BatchGateway.BLUE, body.length);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.getOutputStream().flush();
      socket.setSoLinger(true, 0);
    }
    BatchClient blue = gateway.client(BatchGateway.BLUE);
    assertThat(blue.get("/v1/files").json().path("data")).isEmpty();
    assertThat(blue.get(BATCHES).json().path("data")).isEmpty();
  }

  @Test
  void requests_without_room_are_refused_with_the_bound() throws Exception {
    try (var small =
        new BatchGateway(
            folder.resolve("small"), Scenario.of(Model.named("m")), 60_000, 80_000, ROUTES)) {
      BatchClient client = small.client(BatchGateway.RED);
      Answer large = client.post(BATCHES, body(1_000, "m"));
      assertThat(large.status()).isEqualTo(413);
      assertThat(large.json().at("/error/type").asText()).isEqualTo("request_too_large");
      String kept = client.upload("x".repeat(50_000));
      Answer full = client.post(BATCHES, body(250, "m"));
      assertThat(full.status()).isEqualTo(403);
      assertThat(full.json().at("/error/type").asText()).isEqualTo("permission_error");
      assertThat(full.text()).contains("files.quota");
      assertThat(client.delete("/v1/files/" + kept).status()).isEqualTo(200);
      String id = make(client, body(10, "m"));
      assertThat(awaitEnd(client, id).at("/request_counts/succeeded").asInt()).isEqualTo(10);
    }
  }
}
