package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.ProviderCalls.Got;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.BatchTerms.BatchRule;
import dev.sluice.sim.scenario.BatchTerms.RequestRule;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchFaultsTest {
  private static final String FAULT = "x-sim-fault";

  private ProviderCalls calls = calls(BatchTerms.STANDARD);

  private static ProviderCalls calls(BatchTerms terms) {
    return new ProviderCalls(Scenario.of(Model.named("m")).batches(terms));
  }

  private JsonNode poll(JsonNode batch) throws IOException {
    return calls.get("/v1/batches/" + batch.path("id").asText());
  }

  private Got content(JsonNode batch, String which) {
    return calls.send("GET", "/v1/files/" + batch.path(which).asText() + "/content", "");
  }

  /// The names of the lines that have a result, in its order.
  private List<String> results(JsonNode batch) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : content(batch, "output_file_id").lines()) {
      names.add(HttpCalls.json(line).path("custom_id").asText());
    }
    return names;
  }

  private JsonNode struck(String fault, int lines) throws IOException {
    return poll(calls.batch(lines, FAULT, fault));
  }

  @Test
  void results_come_in_another_order() throws IOException {
    assertThat(results(struck("batch-reordered", 3))).containsExactly("c2", "c1", "c0");
  }

  @Test
  void results_are_missing_and_not_billed() throws IOException {
    JsonNode batch = struck("batch-partial=2", 3);
    assertThat(batch.path("status").asText()).isEqualTo("completed");
    assertThat(results(batch)).containsExactly("c0");
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(1);
  }

  @Test
  void results_come_twice_and_are_billed_once() throws IOException {
    assertThat(results(struck("batch-doubled", 2))).containsExactly("c0", "c0", "c1");
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(2);
  }

  @Test
  void results_end_in_the_middle_of_a_line() throws IOException {
    List<String> lines = content(struck("batch-torn", 2), "output_file_id").lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).endsWith("}");
    assertThat(lines.getLast()).doesNotEndWith("}");
  }

  @Test
  void results_are_named_and_gone() throws IOException {
    assertThat(content(struck("batch-results-gone", 2), "output_file_id").status()).isEqualTo(404);
  }

  @Test
  void a_batch_of_errors_has_no_output() throws IOException {
    JsonNode batch = struck("batch-lines-fail", 2);
    assertThat(batch.path("status").asText()).isEqualTo("completed");
    assertThat(batch.path("output_file_id").isNull()).isTrue();
    assertThat(content(batch, "error_file_id").lines()).hasSize(2);
  }

  @Test
  void a_batch_never_ends_and_can_be_cancelled() throws IOException {
    JsonNode made = calls.batch(4, FAULT, "batch-stuck");
    calls.advance(Duration.ofDays(30));
    JsonNode stuck = poll(made);
    assertThat(stuck.path("status").asText()).isEqualTo("in_progress");
    assertThat(stuck.path("request_counts").path("completed").asInt()).isEqualTo(2);
    calls.post("/v1/batches/" + made.path("id").asText() + "/cancel", "");
    assertThat(results(poll(made))).containsExactly("c0", "c1");
  }

  @Test
  void a_batch_expires_with_half_of_its_results() throws IOException {
    JsonNode batch = struck("batch-expired", 4);
    assertThat(batch.path("status").asText()).isEqualTo("expired");
    assertThat(results(batch)).containsExactly("c0", "c1");
    assertThat(content(batch, "error_file_id").lines())
        .allMatch(line -> line.contains("batch_expired"));
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(2);
  }

  @Test
  void a_batch_fails_its_validation() throws IOException {
    JsonNode batch = struck("batch-invalid", 2);
    assertThat(batch.path("status").asText()).isEqualTo("failed");
    assertThat(batch.path("errors").path("data")).isNotEmpty();
  }

  @Test
  void a_batch_is_lost_and_not_billed() throws IOException {
    JsonNode made = calls.batch(2, FAULT, "batch-lost=1");
    String path = "/v1/batches/" + made.path("id").asText();
    assertThat(calls.send("GET", path, "").status()).isEqualTo(200);
    assertThat(calls.send("GET", path, "").status()).isEqualTo(404);
    assertThat(calls.get("/v1/batches").path("data")).isEmpty();
    assertThat(calls.recorded().lineBill("m").calls()).isZero();
  }

  @Test
  void a_batch_takes_longer() throws IOException {
    JsonNode made = calls.batch(2, FAULT, "batch-takes=2h");
    calls.advance(Duration.ofHours(1));
    assertThat(poll(made).path("status").asText()).isEqualTo("in_progress");
    calls.advance(Duration.ofHours(1));
    assertThat(poll(made).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void a_batch_that_is_refused_is_not_made() throws IOException {
    Got refused = calls.create(ProviderCalls.chats("m", 1), FAULT, "batch-refused=429");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(calls.get("/v1/batches").path("data")).isEmpty();
  }

  @Test
  void a_batch_is_made_though_its_client_got_an_error() throws IOException {
    Got answer = calls.create(ProviderCalls.chats("m", 1), FAULT, "500");
    assertThat(answer.status()).isEqualTo(500);
    JsonNode found = calls.get("/v1/batches").path("data").path(0);
    assertThat(found.path("metadata").path("ours").asText()).isEqualTo("7");
  }

  @Test
  void the_model_of_the_lines_names_a_fault_through_whatever_lets_no_header_pass()
      throws IOException {
    JsonNode batch = poll(calls.batch("sim-fault/batch-doubled=2", 2));
    assertThat(results(batch)).containsExactly("c0", "c0", "c1", "c1");
  }

  @Test
  void a_rule_says_which_batches_have_a_fault() throws IOException, InvalidFault {
    BatchFaultCall expired = BatchFaultCall.parse("batch-expired");
    calls = calls(BatchTerms.STANDARD.faults(new BatchRule(expired, 2, 0)));
    assertThat(poll(calls.batch(2)).path("status").asText()).isEqualTo("completed");
    assertThat(poll(calls.batch(2)).path("status").asText()).isEqualTo("expired");
  }

  @Test
  void a_rule_says_which_requests_have_a_fault() throws IOException, InvalidFault {
    FaultCall busy = FaultCall.parse("503");
    calls =
        calls(
            BatchTerms.STANDARD.requests(
                new RequestRule(BatchStep.POLL, FaultRule.at(busy, 1)),
                new RequestRule(
                    BatchStep.RESULTS, FaultRule.at(FaultCall.parse("truncated-json"), 1))));
    JsonNode made = calls.batch(2);
    String path = "/v1/batches/" + made.path("id").asText();
    assertThat(calls.send("GET", path, "").status()).isEqualTo(503);
    JsonNode batch = calls.get(path);
    String half = content(batch, "output_file_id").text();
    String whole = content(batch, "output_file_id").text();
    assertThat(whole).startsWith(half).hasLineCount(2);
    assertThat(half.length()).isBetween(whole.length() / 2 - 9, whole.length() / 2 + 9);
  }

  @Test
  void a_fault_that_there_is_not_is_named() {
    Got answer = calls.send("GET", "/v1/batches", "", FAULT, "batch-reorderd");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("must be the name of a fault of a batch");
  }
}
