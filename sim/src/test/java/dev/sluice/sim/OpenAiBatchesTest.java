package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.ProviderCalls.Got;
import dev.sluice.sim.Recorded.Bill;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBatchesTest {
  private ProviderCalls calls = calls(BatchTerms.STANDARD);

  private static ProviderCalls calls(BatchTerms terms) {
    return new ProviderCalls(Scenario.of(Model.named("m"), Model.named("n")).batches(terms));
  }

  private JsonNode poll(JsonNode batch) throws IOException {
    return calls.get("/v1/batches/" + batch.path("id").asText());
  }

  private Got content(JsonNode batch, String which) {
    return calls.send("GET", "/v1/files/" + batch.path(which).asText() + "/content", "");
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.path("data").spliterator(), false)
        .map(one -> one.path("id").asText())
        .toList();
  }

  @Test
  void a_file_is_kept_as_it_came() throws IOException {
    JsonNode file = calls.upload("/v1/files", "batch", "{\"a\":1}\n").json();
    String path = "/v1/files/" + file.path("id").asText();

    assertThat(file.path("bytes").asInt()).isEqualTo(8);
    assertThat(file.path("filename").asText()).isEqualTo("in.jsonl");
    assertThat(calls.get(path)).isEqualTo(file);
    assertThat(calls.send("GET", path + "/content", "").text()).isEqualTo("{\"a\":1}\n");
    assertThat(calls.send("DELETE", path, "").json().path("deleted").asBoolean()).isTrue();
    assertThat(calls.send("GET", path, "").status()).isEqualTo(404);
  }

  @Test
  void files_are_listed_by_purpose_and_page() throws IOException {
    calls.upload("/v1/files", "assistants", "x");
    String first = calls.upload("/v1/files", "batch", "x").json().path("id").asText();
    String second = calls.upload("/v1/files", "batch", "x").json().path("id").asText();

    JsonNode page = calls.get("/v1/files?purpose=batch&limit=1");
    assertThat(ids(page)).containsExactly(second);
    assertThat(page.path("has_more").asBoolean()).isTrue();
    JsonNode rest = calls.get("/v1/files?purpose=batch&after=" + second);
    assertThat(ids(rest)).containsExactly(first);
  }

  @Test
  void a_form_without_a_file_is_refused() {
    assertThat(calls.send("POST", "/v1/files", "{}").status()).isEqualTo(400);
  }

  @Test
  void lines_are_answered_and_billed_as_calls_are_but_apart_from_them() throws IOException {
    JsonNode made = calls.batch(3);
    assertThat(made.path("status").asText()).isEqualTo("validating");
    assertThat(made.path("metadata").path("ours").asText()).isEqualTo("7");

    JsonNode batch = poll(made);
    assertThat(batch.path("status").asText()).isEqualTo("completed");
    assertThat(batch.path("request_counts").path("completed").asInt()).isEqualTo(3);
    assertThat(batch.path("error_file_id").isNull()).isTrue();
    long input = 0;
    long output = 0;
    for (String line : content(batch, "output_file_id").lines()) {
      JsonNode body = HttpCalls.json(line).path("response").path("body");
      assertThat(body.path("object").asText()).isEqualTo("chat.completion");
      input += body.path("usage").path("prompt_tokens").asLong();
      output += body.path("usage").path("completion_tokens").asLong();
    }
    assertThat(batch.path("usage").path("output_tokens").asLong()).isEqualTo(output);
    assertThat(calls.recorded().lineBill("m")).isEqualTo(new Bill(3, input, 0, output));
    assertThat(calls.recorded().bill("m")).isEqualTo(Bill.NONE);
    assertThat(calls.recorded().inputCost()).isEqualTo(input / 2.0);
  }

  @Test
  void a_batch_that_nobody_looks_at_is_billed_once() throws IOException {
    calls.batch(2);
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(2);
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(2);
  }

  @Test
  void lines_that_fail_are_in_a_file_of_their_own_and_free() throws IOException {
    String content = ProviderCalls.chats("sim-fault/429", 2);
    JsonNode batch = poll(calls.create(content).json());

    assertThat(batch.path("status").asText()).isEqualTo("completed");
    assertThat(batch.path("output_file_id").isNull()).isTrue();
    assertThat(batch.path("request_counts").path("failed").asInt()).isEqualTo(2);
    List<String> errors = content(batch, "error_file_id").lines();
    JsonNode response = HttpCalls.json(errors.getFirst()).path("response");
    assertThat(response.path("status_code").asInt()).isEqualTo(429);
    assertThat(response.path("body").path("error").path("message").asText()).isNotEmpty();
    assertThat(calls.recorded().lineBill("sim-fault/429")).isEqualTo(Bill.NONE);
  }

  @Test
  void a_batch_takes_its_time_and_its_lines_are_answered_within_it() throws IOException {
    calls = calls(BatchTerms.STANDARD.takes(Duration.ofMinutes(10)));
    JsonNode made = calls.batch(10);
    calls.advance(Duration.ofMinutes(4));
    JsonNode under = poll(made);
    assertThat(under.path("status").asText()).isEqualTo("in_progress");
    assertThat(under.path("request_counts").path("completed").asInt()).isEqualTo(4);
    assertThat(calls.recorded().lineBill("m")).isEqualTo(Bill.NONE);
    calls.advance(Duration.ofMinutes(6));
    assertThat(poll(made).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void a_batch_that_is_cancelled_keeps_what_was_answered() throws IOException {
    calls = calls(BatchTerms.STANDARD.takes(Duration.ofMinutes(10)));
    JsonNode made = calls.batch(10);
    calls.advance(Duration.ofMinutes(4));
    String path = "/v1/batches/" + made.path("id").asText();
    assertThat(calls.post(path + "/cancel", "").path("status").asText()).isEqualTo("cancelling");

    JsonNode batch = calls.get(path);
    assertThat(batch.path("status").asText()).isEqualTo("cancelled");
    assertThat(content(batch, "output_file_id").lines()).hasSize(4);
    assertThat(content(batch, "error_file_id").lines())
        .hasSize(6)
        .allMatch(line -> line.contains("batch_cancelled"));
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(4);
  }

  @Test
  void batches_are_listed_from_the_newest_on() throws IOException {
    String first = calls.batch(1).path("id").asText();
    String second = calls.batch(1).path("id").asText();
    JsonNode page = calls.get("/v1/batches?limit=1");
    assertThat(ids(page)).containsExactly(second);
    assertThat(ids(calls.get("/v1/batches?after=" + second))).containsExactly(first);
  }

  @Test
  void another_key_sees_neither_files_nor_batches() throws IOException {
    JsonNode made = calls.batch(1);
    String path = "/v1/batches/" + made.path("id").asText();
    String file = "/v1/files/" + made.path("input_file_id").asText();
    String[] other = {"authorization", "Bearer other"};
    assertThat(calls.send("GET", path, "", other).status()).isEqualTo(404);
    assertThat(calls.send("GET", file, "", other).status()).isEqualTo(404);
    assertThat(ids(calls.get("/v1/batches", other))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no JSON | invalid_json_line",
        "{\"method\":\"POST\"} | missing_required_parameter",
        "{\"custom_id\":\"a\",\"method\":\"GET\",\"url\":\"/v1/chat/completions\",\"body\":{}} | invalid_method",
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}} | mismatched_url"
      })
  void a_wrong_line_fails_its_batch(String line, String code) throws IOException {
    JsonNode batch = poll(calls.create(line).json());
    assertThat(batch.path("status").asText()).isEqualTo("failed");
    JsonNode error = batch.path("errors").path("data").path(0);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("line").asInt()).isEqualTo(1);
  }

  @Test
  void a_batch_has_one_model_and_each_name_once() throws IOException {
    String lines =
        ProviderCalls.chat("a", "m")
            + "\n"
            + ProviderCalls.chat("b", "n")
            + "\n"
            + ProviderCalls.chat("a", "m");
    JsonNode errors = poll(calls.create(lines).json()).path("errors").path("data");
    assertThat(errors.findValuesAsText("code"))
        .containsExactly("mismatched_model", "duplicate_custom_id");
  }

  @Test
  void a_file_with_more_lines_than_the_limit_fails() throws IOException {
    calls = calls(BatchTerms.STANDARD.lines(2));
    assertThat(poll(calls.batch(2)).path("status").asText()).isEqualTo("completed");
    assertThat(poll(calls.batch(3)).path("status").asText()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openai/v1", "/openai"})
  void the_same_is_at_the_addresses_of_azure_whose_files_are_pending_for_a_while(String base)
      throws IOException {
    calls = calls(BatchTerms.STANDARD.pending(Duration.ofSeconds(5)));
    String content = ProviderCalls.chats("m", 1).replace("/v1/chat", "/chat");
    String[] key = {"api-key", "k"};
    String version = "?api-version=2025-04-01-preview";
    JsonNode file = calls.upload(base + "/files" + version, "batch", content, key).json();
    assertThat(file.path("status").asText()).isEqualTo("pending");
    String body =
        """
        {"input_file_id": "%s", "endpoint": "/chat/completions", "completion_window": "24h"}\
        """
            .formatted(file.path("id").asText());
    assertThat(calls.send("POST", base + "/batches" + version, body, key).status()).isEqualTo(400);

    calls.advance(Duration.ofSeconds(5));
    JsonNode made = calls.post(base + "/batches" + version, body, key);
    String path = base + "/batches/" + made.path("id").asText() + version;
    assertThat(calls.get(path, key).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void lines_take_nothing_of_the_limits_of_calls() throws IOException {
    calls =
        new ProviderCalls(
            Scenario.of(
                Model.named("m").limits(new ModelLimits(Limit.perMinute(1), null, 1, false))));
    JsonNode batch = poll(calls.batch(5));
    assertThat(batch.path("request_counts").path("completed").asInt()).isEqualTo(5);
  }
}
