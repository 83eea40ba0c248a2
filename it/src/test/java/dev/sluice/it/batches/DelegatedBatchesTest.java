package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Batches that a provider runs, over sockets, at a simulated provider with faults.
class DelegatedBatchesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final int LINES = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A route for each fault of a batch.
  private static final List<String> FAULTS =
      List.of(
          "batch-partial=4",
          "batch-reordered",
          "batch-doubled=7",
          "batch-torn",
          "batch-results-gone",
          "batch-lines-fail=5",
          "batch-lines-fail",
          "batch-invalid",
          "batch-expired",
          "batch-lost=1",
          "batch-refused=404",
          "batch-stuck");

  @TempDir private static Path folder;
  private static BatchGateway gateway;

  private static String config() {
    String faults =
        FAULTS.stream()
            .map(
                fault ->
                    "  %s: {models: [\"%s\"], targets: [{provider: sim, model: \"sim-fault/%s\"}]}\n"
                        .formatted(fault.replace('=', '-'), fault, fault))
            .collect(Collectors.joining());
    return """
    prices: {models: [
      {provider: sim, model: "*", input: 1, output: 10, max_output: 1000, batch: 0.5},
      {provider: azure, model: "*", input: 1, output: 10, max_output: 1000, batch: 0.5},
      {provider: claude, model: "*", input: 1, output: 10, max_output: 1000, batch: 0.5},
      {provider: same, model: "*", input: 1, output: 10, max_output: 1000}]}
    defaults: {retry: off, breaker: off}
    providers:
      sim: {type: openai, url: "%1$s", allow_private: true, keys: [sk-sim]}
      same: {type: openai, url: "%1$s", allow_private: true, keys: [sk-sim]}
      azure: {type: azure, url: "%2$s/openai/v1", allow_private: true, keys: [sk-sim]}
      claude: {type: anthropic, url: "%2$s", allow_private: true, keys: [sk-sim]}
    routes:
      plain: {models: [m], targets: [{provider: sim, model: sim-m}]}
      dear: {models: [dear], targets: [{provider: same, model: sim-dear}]}
      cloud: {models: [cloud], targets: [{provider: azure, model: sim-cloud}]}
      opus: {models: [opus], targets: [{provider: claude, model: sim-opus}]}
      stuck: {models: [stuck], targets: [{provider: claude, model: sim-fault/batch-stuck}]}
      two: {models: [two], targets: [{provider: sim, model: sim-m}, {provider: azure, model: sim-m}]}
    """
        + faults;
  }

  private static BatchGateway gateway(Path at, BatchTerms terms) throws Exception {
    Scenario scenario =
        Scenario.of(
                Model.named("sim-m"),
                Model.named("sim-dear"),
                Model.named("sim-cloud"),
                Model.named("sim-opus"))
            .batches(terms);
    return new BatchGateway(at, scenario, config());
  }

  @BeforeAll
  static void start() throws Exception {
    gateway = gateway(folder, BatchTerms.STANDARD);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String chats(int lines, String model) {
    return IntStream.range(0, lines)
        .mapToObj(
            line ->
                "{\"custom_id\":\"c-%d\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\":\"%s\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi %d\"}]}}"
                    .formatted(line, CHAT, model, line))
        .collect(Collectors.joining("\n"));
  }

  private static JsonNode run(BatchGateway at, String key, String model) throws Exception {
    BatchClient client = at.client(key);
    return client.awaitEnd(client.make(chats(LINES, model), CHAT));
  }

  private static void assertWhole(BatchClient client, JsonNode done) throws Exception {
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
    assertThat(done.path("request_counts").path("completed").asInt())
        .as(done.toString())
        .isEqualTo(LINES);
    assertThat(done.path("error_file_id").isNull()).isTrue();
    List<JsonNode> lines = client.lines(done.path("output_file_id"));
    List<String> ids = lines.stream().map(line -> line.path("custom_id").asText()).toList();
    assertThat(ids).isEqualTo(IntStream.range(0, LINES).mapToObj(line -> "c-" + line).toList());
    assertThat(lines)
        .allMatch(line -> line.path("response").path("request_id").asText().startsWith("batch_req"))
        .allMatch(line -> line.path("response").path("body").has("choices"));
  }

  /// How many calls the provider has had, beside its batches.
  private static long calls(BatchGateway at) {
    return at.simulator.recorded().calls(kind -> kind.path().endsWith("/chat/completions"));
  }

  @Test
  void a_provider_runs_a_batch_for_half_of_the_price_and_is_paid_once() throws Exception {
    try (BatchGateway own = gateway(folder.resolve("own"), BatchTerms.STANDARD)) {
      JsonNode done = run(own, BatchGateway.BLUE, "m");
      assertWhole(own.client(BatchGateway.BLUE), done);
      assertThat(calls(own)).isZero();
      Recorded.Bill bill = own.simulator.recorded().lineBill("sim-m");
      assertThat(bill.calls()).isEqualTo(LINES);
      assertThat(done.path("usage").path("output_tokens").asLong()).isEqualTo(bill.output());
      assertThat(done.path("usage").path("input_tokens").asLong()).isEqualTo(bill.input());
      assertThat(own.gateway.budgets().recent().keys())
          .isEqualTo(bill.input() * 1_000 / 2 + bill.output() * 10_000 / 2);
    }
  }

  @Test
  void azure_runs_a_batch_too() throws Exception {
    JsonNode done = run(gateway, BatchGateway.RED, "cloud");
    assertWhole(gateway.client(BatchGateway.RED), done);
    assertThat(gateway.simulator.recorded().lineBill("sim-cloud").calls()).isEqualTo(LINES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dear", "two"})
  void what_is_not_cheaper_or_may_go_to_two_targets_is_called_here(String model) throws Exception {
    long before = calls(gateway);
    assertWhole(gateway.client(BatchGateway.RED), run(gateway, BatchGateway.RED, model));
    assertThat(calls(gateway) - before).isGreaterThanOrEqualTo(LINES);
  }

  @ParameterizedTest
  @CsvSource({
    "batch-partial=4, 4",
    "batch-reordered, 0",
    "batch-doubled=7, 0",
    "batch-torn, 1",
    "batch-results-gone, 30",
    "batch-lines-fail=5, 5",
    "batch-lines-fail, 30",
    "batch-invalid, 30",
    "batch-expired, 15",
    "batch-lost=1, 30",
    "batch-refused=404, 30"
  })
  void whatever_a_provider_does_to_a_batch_each_line_has_one_answer(String fault, int here)
      throws Exception {
    long before = calls(gateway);
    JsonNode done = run(gateway, BatchGateway.RED_TOO, fault);
    assertWhole(gateway.client(BatchGateway.RED_TOO), done);
    assertThat(calls(gateway) - before).isEqualTo(here);
  }

  @Test
  void a_batch_that_never_ends_is_cancelled_there_and_keeps_what_was_done() throws Exception {
    BatchClient red = gateway.client(BatchGateway.RED);
    String id = red.make(chats(LINES, "batch-stuck"), CHAT);
    JsonNode running = red.await(id, batch -> batch.path("status").asText().equals("in_progress"));
    assertThat(running.path("output_file_id").isNull()).isTrue();
    assertThat(red.post("/v1/batches/" + id + "/cancel", "").status()).isEqualTo(200);
    JsonNode done = red.awaitEnd(id);
    assertThat(done.path("status").asText()).isEqualTo("cancelled");
    int completed = done.path("request_counts").path("completed").asInt();
    List<JsonNode> all = new ArrayList<>(red.lines(done.path("output_file_id")));
    assertThat(all).hasSize(completed);
    all.addAll(red.lines(done.path("error_file_id")));
    assertThat(all).hasSize(LINES);
  }

  @Test
  void a_batch_whose_making_is_not_answered_is_found_and_not_made_again() throws Exception {
    var lost =
        new BatchTerms.RequestRule(
            BatchStep.CREATE, FaultRule.at(FaultCall.parse("reset-before-head"), 1));
    BatchTerms terms = BatchTerms.STANDARD.requests(lost);
    try (BatchGateway own = gateway(folder.resolve("lost"), terms)) {
      assertWhole(own.client(BatchGateway.BLUE), run(own, BatchGateway.BLUE, "m"));
      assertThat(calls(own)).isZero();
      assertThat(own.simulator.recorded().lineBill("sim-m").calls()).isEqualTo(LINES);
    }
  }

  @Test
  void a_file_that_is_not_ready_yet_is_waited_for() throws Exception {
    BatchTerms terms = BatchTerms.STANDARD.pending(Duration.ofMillis(300));
    try (BatchGateway own = gateway(folder.resolve("pending"), terms)) {
      assertWhole(own.client(BatchGateway.BLUE), run(own, BatchGateway.BLUE, "cloud"));
      assertThat(own.simulator.recorded().lineBill("sim-cloud").calls()).isEqualTo(LINES);
    }
  }

  @Test
  void what_was_done_for_a_key_that_may_call_less_by_now_is_kept_and_paid_for() throws Exception {
    BatchTerms terms = BatchTerms.STANDARD.takes(Duration.ofSeconds(2));
    try (BatchGateway own = gateway(folder.resolve("narrow"), terms)) {
      BatchClient client = own.client(BatchGateway.BLUE);
      String id = client.make(chats(LINES, "m"), CHAT);
      await()
          .atMost(PATIENCE)
          .until(
              () -> own.simulator.recorded().calls(kind -> kind.path().endsWith("/batches")) > 0);
      own.change("key: sk-blue, team: blue", "key: sk-blue, team: blue, models: [other]");
      assertWhole(client, client.awaitEnd(id));
      assertThat(calls(own)).isZero();
      assertThat(own.gateway.budgets().recent().keys()).isEqualTo(cost(own));
    }
  }

  @Test
  void what_was_done_for_a_line_that_is_too_long_by_now_is_kept_and_paid_for() throws Exception {
    BatchTerms terms = BatchTerms.STANDARD.takes(Duration.ofSeconds(2));
    try (BatchGateway own = gateway(folder.resolve("long"), terms)) {
      BatchClient client = own.client(BatchGateway.BLUE);
      String id = client.make(chats(LINES, "m").replace("Hi", "Hi".repeat(2_000)), CHAT);
      await()
          .atMost(PATIENCE)
          .until(
              () -> own.simulator.recorded().calls(kind -> kind.path().endsWith("/batches")) > 0);
      own.change("drain: 1s,", "drain: 1s, max_body: 2KiB,");
      assertWhole(client, client.awaitEnd(id));
      assertThat(own.gateway.budgets().recent().keys()).isEqualTo(cost(own));
    }
  }

  /// What all lines of a batch cost that the provider has billed.
  private static long cost(BatchGateway of) {
    Recorded.Bill bill = of.simulator.recorded().lineBill("sim-m");
    return bill.input() * 1_000 / 2 + bill.output() * 10_000 / 2;
  }

  private static String messages(String... models) {
    return IntStream.range(0, models.length)
        .mapToObj(
            i ->
                "{\"custom_id\":\"c-%d\",\"params\":{\"model\":\"%s\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi %d\"}]}}"
                    .formatted(i, models[i], i))
        .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
  }

  private static String all(String model) {
    String[] models = new String[LINES];
    Arrays.fill(models, model);
    return messages(models);
  }

  private static String makeMessages(BatchClient client, String body) throws Exception {
    BatchClient.Answer made = client.post(MESSAGES + "/batches", body);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return MESSAGES + "/batches/" + made.json().path("id").asText();
  }

  private static JsonNode awaitMessages(BatchClient client, String at) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> client.get(at).json(),
            batch -> batch.path("processing_status").asText().equals("ended"));
  }

  private static List<String> types(List<JsonNode> results) {
    return results.stream().map(line -> line.at("/result/type").asText()).toList();
  }

  /// How many messages the provider was called for, beside its batches.
  private static long messageCalls(BatchGateway at) {
    return at.simulator.recorded().calls(kind -> kind.path().endsWith(MESSAGES));
  }

  @Test
  void anthropic_runs_a_batch_of_messages_for_half_of_the_price() throws Exception {
    try (BatchGateway own = gateway(folder.resolve("messages"), BatchTerms.STANDARD)) {
      BatchClient client = own.client(BatchGateway.BLUE);
      String at = makeMessages(client, all("opus"));
      JsonNode ended = awaitMessages(client, at);
      assertThat(ended.at("/request_counts/succeeded").asInt())
          .as(ended.toString())
          .isEqualTo(LINES);
      List<JsonNode> results = client.get(at + "/results").lines();
      assertThat(results.stream().map(line -> line.path("custom_id").asText()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, LINES).mapToObj(line -> "c-" + line).toList());
      assertThat(results)
          .allMatch(line -> line.at("/result/message/type").asText().equals("message"));
      assertThat(messageCalls(own)).isZero();
      Recorded.Bill bill = own.simulator.recorded().lineBill("sim-opus");
      assertThat(bill.calls()).isEqualTo(LINES);
      assertThat(own.gateway.budgets().recent().keys())
          .isEqualTo(bill.input() * 1_000 / 2 + bill.output() * 10_000 / 2);
    }
  }

  @Test
  void a_request_for_an_unknown_model_is_its_result_and_the_others_are_called_here()
      throws Exception {
    BatchClient red = gateway.client(BatchGateway.RED);
    String at = makeMessages(red, messages("opus", "unknown", "opus"));
    JsonNode ended = awaitMessages(red, at);
    assertThat(types(red.get(at + "/results").lines()))
        .containsExactlyInAnyOrder("succeeded", "succeeded", "errored");
    assertThat(ended.at("/request_counts/errored").asInt()).isEqualTo(1);
    assertThat(messageCalls(gateway)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void messages_that_are_cancelled_at_the_provider_are_canceled_here() throws Exception {
    BatchClient red = gateway.client(BatchGateway.RED_TOO);
    String at = makeMessages(red, all("stuck"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                gateway
                        .simulator
                        .recorded()
                        .calls(kind -> kind.path().endsWith("/messages/batches"))
                    > 0);
    assertThat(red.post(at + "/cancel", "").status()).isEqualTo(200);
    JsonNode counts = awaitMessages(red, at).path("request_counts");
    int done = counts.path("succeeded").asInt();
    assertThat(counts.path("canceled").asInt()).as(counts.toString()).isEqualTo(LINES - done);
    List<String> types = types(red.get(at + "/results").lines());
    assertThat(types).hasSize(LINES);
    assertThat(types).filteredOn("succeeded"::equals).hasSize(done);
    assertThat(types).filteredOn("canceled"::equals).hasSize(LINES - done);
  }
}
