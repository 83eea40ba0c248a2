package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.batch.BatchClient.Answer;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Batches over HTTP, at a gateway in front of a simulated provider.
class BatchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHAT = "/v1/chat/completions";
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String ROUTES =
      """
      prices: {models: [{provider: sim, model: "*", input: 1, output: 10, max_output: 1000}]}
      defaults: {retry: off, breaker: off}
      providers:
        sim: {type: compatible, url: "%1$s", allow_private: true}
        many: {type: openai, url: "%1$s", allow_private: true, keys: [sk-sim]}
      routes:
        all: {models: [m, slow], targets: [{provider: sim}]}
        gathered: {models: [vectors], targets: [{provider: sim}], batch: {max_wait: 100ms}}
        unasked: {models: [many-vectors], targets: [{provider: many}]}
        refused: {models: [single-vectors], targets: [{provider: many}], batch: off}
      """;

  @TempDir private static Path folder;
  private static BatchGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Model slow = Model.named("slow").speed(Speed.of(Duration.ofSeconds(20), Duration.ZERO));
    Scenario scenario =
        Scenario.of(
            Model.named("m"),
            Model.named("vectors"),
            Model.named("many-vectors"),
            Model.named("single-vectors"),
            slow);
    gateway = new BatchGateway(folder, scenario, ROUTES);
    gateway.accounts.changes().createTeam("test", "green", BudgetTerms.NONE);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static BatchClient red() {
    return gateway.client(BatchGateway.RED);
  }

  private static String chat(String id, String model) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\":\"%s\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi %s\"}]}}"
        .formatted(id, CHAT, model, id);
  }

  private static String chats(int lines, String model) {
    return IntStream.range(0, lines)
        .mapToObj(line -> chat("c-" + line, model))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> ids(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("custom_id").asText()).toList();
  }

  private static List<String> names(JsonNode tree) {
    return StreamSupport.stream(((Iterable<String>) tree::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void a_batch_is_told_in_the_form_of_the_api_and_its_results_are_files() throws Exception {
    String file = red().upload(chats(120, "m"));
    String order =
        "{\"input_file_id\":\"%s\",\"endpoint\":\"%s\",\"completion_window\":\"24h\",\"metadata\":{\"run\":\"7\"}}"
            .formatted(file, CHAT);
    JsonNode made = red().post("/v1/batches", order).json();
    assertThat(names(made))
        .containsExactly(
            "id",
            "object",
            "endpoint",
            "errors",
            "input_file_id",
            "completion_window",
            "status",
            "output_file_id",
            "error_file_id",
            "created_at",
            "in_progress_at",
            "expires_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at",
            "request_counts",
            "usage",
            "metadata");
    assertThat(made.path("expires_at").asLong() - made.path("created_at").asLong())
        .isEqualTo(86_400);
    JsonNode done = red().awaitEnd(made.path("id").asText());
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
    assertThat(done.path("request_counts").path("completed").asInt()).isEqualTo(120);
    assertThat(done.path("usage").path("output_tokens").asInt()).isEqualTo(16 * 120);
    assertThat(done.path("metadata").path("run").asText()).isEqualTo("7");
    assertThat(done.path("error_file_id").isNull()).isTrue();
    assertThat(done.path("completed_at").asLong()).isPositive();
    List<JsonNode> lines = red().lines(done.path("output_file_id"));
    assertThat(ids(lines)).isEqualTo(IntStream.range(0, 120).mapToObj(i -> "c-" + i).toList());
    JsonNode first = lines.getFirst();
    assertThat(names(first)).containsExactly("id", "custom_id", "response", "error");
    assertThat(first.path("response").path("status_code").asInt()).isEqualTo(200);
    assertThat(first.path("response").path("request_id").asText()).isNotEmpty();
    assertThat(first.path("response").path("body").path("object").asText())
        .isEqualTo("chat.completion");
  }

  @Test
  void batches_belong_to_a_team_and_are_listed_in_pages() throws Exception {
    var blue = gateway.client(BatchGateway.BLUE);
    String first = blue.make(chat("a", "m"), CHAT);
    String second = blue.make(chat("a", "m"), CHAT);
    JsonNode page = blue.get("/v1/batches?limit=1").json();
    assertThat(page.path("data").path(0).path("id").asText()).isEqualTo(second);
    assertThat(page.path("has_more").asBoolean()).isTrue();
    JsonNode next = blue.get("/v1/batches?limit=5&after=" + second).json();
    assertThat(next.path("data").path(0).path("id").asText()).isEqualTo(first);
    assertThat(next.path("has_more").asBoolean()).isFalse();
    assertThat(red().get("/v1/batches/" + first).status()).isEqualTo(404);
    assertThat(red().post("/v1/batches/" + first + "/cancel", "{}").status()).isEqualTo(404);
    assertThat(red().get("/v1/batches?after=" + first).status()).isEqualTo(400);
    Answer unknown = blue.get("/v1/batches/batch_0000000000000000000000");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(red().get("/v1/batches/" + first).text().replace(first, "X"))
        .contains("there is no batch 'X': list those of your team by GET /v1/batches");
    Answer foreign = red().post("/v1/batches", BatchClient.order(blue.upload("x"), CHAT));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json().path("error").path("param").asText()).isEqualTo("input_file_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|missing_required_parameter|input_file_id
          [1]|invalid_json|
          {"input_file_id":"f"}|missing_required_parameter|endpoint
          {"input_file_id":"f","endpoint":"/v1/images"}|invalid_value|endpoint
          {"input_file_id":"f","endpoint":"/v1/embeddings"}|missing_required_parameter|completion_window
          {"input_file_id":"f","endpoint":"/v1/embeddings","completion_window":"1h"}|invalid_value|completion_window
          {"input_file_id":7,"endpoint":"/v1/embeddings","completion_window":"24h"}|invalid_value|input_file_id
          {"input_file_id":"f","endpoint":"/v1/embeddings","completion_window":"24h","metadata":{"a":1}}|invalid_value|metadata
          {"input_file_id":"f","endpoint":"/v1/embeddings","completion_window":"24h","output_expires_after":{"anchor":"x"}}|invalid_value|output_expires_after
          {"input_file_id":"f","endpoint":"/v1/embeddings","completion_window":"24h"}|not_found|input_file_id
          """)
  void what_is_wrong_with_a_request_is_told(String body, String code, String param)
      throws Exception {
    Answer answer = red().post("/v1/batches", body);
    assertThat(answer.status()).isEqualTo(code.equals("not_found") ? 404 : 400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().path("error").path("param").asText())
        .isEqualTo(param == null ? "null" : param);
  }

  @Test
  void a_line_is_answered_as_its_body_would_be_on_the_same_path() throws Exception {
    String good = chat("good", "m");
    String bad = good.replace("good", "bad").replace("\"max_tokens\":20", "\"max_tokens\":-1");
    String id = red().make(String.join("\n", good, bad), CHAT);
    JsonNode done = red().awaitEnd(id);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
    JsonNode line = red().lines(done.path("output_file_id")).getFirst();
    JsonNode direct = red().post(CHAT, body(good)).json();
    assertThat(names(line.path("response").path("body"))).isEqualTo(names(direct));
    List<JsonNode> errors = red().lines(done.path("error_file_id"));
    assertThat(ids(errors)).containsExactly("bad");
    Answer refused = red().post(CHAT, body(bad));
    assertThat(errors.getFirst().path("response").path("status_code").asInt())
        .isEqualTo(refused.status());
    assertThat(errors.getFirst().path("response").path("body").path("error").path("code"))
        .isEqualTo(refused.json().path("error").path("code"));
  }

  private static String body(String line) {
    return line.substring(line.indexOf("\"body\":") + 7, line.length() - 1);
  }

  @Test
  void a_key_makes_no_calls_by_a_batch_that_it_may_not_make() throws Exception {
    var chatting = gateway.client(BatchGateway.CHAT);
    String line =
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"m\",\"input\":\"x\"}}";
    JsonNode failed = chatting.awaitEnd(chatting.make(line, EMBEDDINGS));
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    JsonNode error = failed.path("errors").path("data").path(0);
    assertThat(error.path("code").asText()).isEqualTo("model_not_found");
    assertThat(error.path("line").asInt()).isEqualTo(1);
    JsonNode done = chatting.awaitEnd(chatting.make(chat("a", "m"), CHAT));
    assertThat(done.path("status").asText()).isEqualTo("completed");
    JsonNode unknown = chatting.awaitEnd(chatting.make(chat("a", "nothing"), CHAT));
    assertThat(unknown.path("errors").path("object").asText()).isEqualTo("list");
    assertThat(unknown.path("errors").path("data").path(0).path("message").asText())
        .contains("'nothing'");
  }

  /// How many calls 1,000 lines of embeddings need.
  private static long calls(String model) throws Exception {
    String lines =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "{\"custom_id\":\"e-%d\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"%s\",\"input\":\"text %d\",\"dimensions\":4}}"
                        .formatted(i, model, i))
            .collect(Collectors.joining("\n"));
    JsonNode done = red().awaitEnd(red().make(lines, EMBEDDINGS));
    assertThat(done.path("request_counts").path("completed").asInt()).isEqualTo(1_000);
    return gateway
        .simulator
        .recorded()
        .calls(kind -> kind.path().equals(EMBEDDINGS) && kind.model().equals(model));
  }

  @Test
  void lines_of_embeddings_gather_into_few_calls() throws Exception {
    assertThat(calls("vectors")).isLessThanOrEqualTo(100);
  }

  @Test
  void at_a_provider_that_takes_many_inputs_no_route_needs_to_ask_for_it() throws Exception {
    assertThat(calls("many-vectors")).isLessThanOrEqualTo(100);
    assertThat(calls("single-vectors")).isEqualTo(1_000);
  }

  @Test
  void a_cancelled_batch_leaves_the_calls_under_way() throws Exception {
    Recorded recorded = gateway.simulator.recorded();
    long left = recorded.left();
    long begun = slowCalls();
    String id = red().make(chats(200, "slow"), CHAT);
    await().atMost(PATIENCE).until(() -> slowCalls() > begun);
    JsonNode cancelling = red().post("/v1/batches/" + id + "/cancel", "").json();
    assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
    JsonNode done = red().awaitEnd(id);
    assertThat(done.path("status").asText()).isEqualTo("cancelled");
    assertThat(done.path("request_counts").path("completed").asInt()).isZero();
    assertThat(red().lines(done.path("error_file_id"))).hasSize(200);
    await().atMost(PATIENCE).until(() -> recorded.left() > left);
  }

  @Test
  void a_key_that_is_revoked_midway_ends_the_batch_with_what_it_has() throws Exception {
    Issued issued = key("revoked", BudgetTerms.NONE);
    var green = gateway.client(issued.secret().text());
    String id = green.make(chats(20, "m") + "\n" + slow(180), CHAT);
    JsonNode _ =
        green.await(id, batch -> batch.path("request_counts").path("completed").asInt() >= 20);
    gateway.accounts.changes().revokeKey("test", issued.key().id(), true);
    var other = gateway.client(key("other", BudgetTerms.NONE).secret().text());
    JsonNode done = other.awaitEnd(id);
    assertThat(done.path("request_counts").path("completed").asInt()).isEqualTo(20);
    assertThat(other.lines(done.path("error_file_id")))
        .hasSize(180)
        .allMatch(line -> line.path("error").path("code").asText().equals("key_revoked"));
  }

  private static long slowCalls() {
    return gateway.simulator.recorded().calls(kind -> kind.model().equals("slow"));
  }

  private static String slow(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(line -> chat("s-" + line, "slow"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void a_budget_that_is_used_up_pauses_a_batch_until_there_is_more() throws Exception {
    Issued issued = key("poor", new BudgetTerms(List.of("0.01USD/total"), false));
    var green = gateway.client(issued.secret().text());
    String id = green.make(chats(300, "m"), CHAT);
    JsonNode paused =
        green.await(id, batch -> batch.path("request_counts").path("completed").asInt() >= 40);
    assertThat(paused.path("status").asText()).isEqualTo("in_progress");
    assertThat(paused.path("request_counts").path("failed").asInt()).isZero();
    Answer _ = green.post("/v1/batches/" + id + "/cancel", "{}");
    JsonNode done = green.awaitEnd(id);
    assertThat(done.path("status").asText()).isEqualTo("cancelled");
    assertThat(green.lines(done.path("error_file_id")))
        .isNotEmpty()
        .allMatch(line -> line.path("error").path("code").asText().equals("batch_cancelled"));
  }

  private static Issued key(String name, BudgetTerms budget) throws Exception {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    var terms = new KeyTerms(all.scope(), all.bands(), all.cache(), KeyLimits.NONE, budget);
    return gateway.accounts.changes().createKey("test", new NewKey(name, "green", false, 0, terms));
  }

  @Test
  void a_team_that_keeps_many_results_makes_no_further_batch() throws Exception {
    Scenario scenario = Scenario.of(Model.named("m"));
    try (var small = new BatchGateway(folder.resolve("small"), scenario, 1_024, ROUTES)) {
      BatchClient red = small.client(BatchGateway.RED);
      String lines = chats(4, "m");
      JsonNode done = red.awaitEnd(red.make(lines, CHAT));
      assertThat(red.lines(done.path("output_file_id")).toString().length()).isGreaterThan(1_024);
      String order = BatchClient.order(done.path("input_file_id").asText(), CHAT);
      Answer refused = red.post("/v1/batches", order);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("file_quota_exceeded");
      assertThat(refused.text()).contains("1024 bytes (files.quota)");
      assertThat(small.client(BatchGateway.BLUE).make(lines, CHAT)).isNotEmpty();
    }
  }

  @Test
  void what_the_batch_was_made_with_counts_for_its_lines() throws Exception {
    Recorded recorded = gateway.simulator.recorded();
    String line = chat("cached", "m");
    JsonNode _ = red().awaitEnd(red().make(line, CHAT, Map.of("x-sluice-tenant", "red")));
    assertThat(recorded.calls(kind -> kind.path().equals(CHAT))).isPositive();
    assertThat(red().get("/v1/batches?limit=0").status()).isEqualTo(400);
    assertThat(gateway.client("").get("/v1/batches").status()).isEqualTo(401);
  }
}
