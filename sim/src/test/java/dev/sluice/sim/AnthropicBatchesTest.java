package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.ProviderCalls.Got;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicBatchesTest {
  private static final String PATH = "/v1/messages/batches";

  private final ProviderCalls calls =
      new ProviderCalls(
          Scenario.of(Model.named("m"))
              .batches(BatchTerms.STANDARD.takes(Duration.ofMinutes(10)).lines(5)));

  private static String requests(String model, String... customIds) {
    StringBuilder all = new StringBuilder("{\"requests\":[");
    for (String id : customIds) {
      all.append(all.charAt(all.length() - 1) == '[' ? "" : ",");
      all.append("{\"custom_id\":\"").append(id).append("\",\"params\":{\"model\":\"");
      all.append(model).append("\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",");
      all.append("\"content\":\"Hi\"}]}}");
    }
    return all.append("]}").toString();
  }

  private Got results(String id) {
    return calls.send("GET", PATH + "/" + id + "/results", "");
  }

  private static List<String> types(Got results) throws IOException {
    List<String> types = new ArrayList<>();
    for (String line : results.lines()) {
      types.add(HttpCalls.json(line).path("result").path("type").asText());
    }
    return types;
  }

  @Test
  void a_batch_is_made_processed_and_fetched() throws IOException {
    JsonNode made = calls.post(PATH, requests("m", "a", "b"), "host", "sim:1");
    String id = made.path("id").asText();
    assertThat(made.path("processing_status").asText()).isEqualTo("in_progress");
    assertThat(made.path("request_counts").path("processing").asInt()).isEqualTo(2);
    assertThat(results(id).status()).isEqualTo(400);

    calls.advance(Duration.ofMinutes(10));
    JsonNode batch = calls.get(PATH + "/" + id, "host", "sim:1");
    assertThat(batch.path("processing_status").asText()).isEqualTo("ended");
    assertThat(batch.path("request_counts").path("succeeded").asInt()).isEqualTo(2);
    assertThat(batch.path("results_url").asText())
        .isEqualTo("http://sim:1" + PATH + "/" + id + "/results");
    JsonNode first = HttpCalls.json(results(id).lines().getFirst());
    assertThat(first.path("custom_id").asText()).isEqualTo("a");
    assertThat(first.path("result").path("message").path("type").asText()).isEqualTo("message");
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(2);
  }

  @Test
  void a_line_that_fails_has_an_error_in_anthropics_form() throws IOException {
    String id = calls.post(PATH, requests("none", "a")).path("id").asText();
    calls.advance(Duration.ofMinutes(10));
    JsonNode result = HttpCalls.json(results(id).text()).path("result");
    assertThat(result.path("type").asText()).isEqualTo("errored");
    assertThat(result.path("error").path("error").path("type").asText())
        .isEqualTo("not_found_error");
  }

  @Test
  void a_batch_that_is_cancelled_tells_which_lines_were() throws IOException {
    String id = calls.post(PATH, requests("m", "a", "b")).path("id").asText();
    calls.advance(Duration.ofMinutes(5));
    JsonNode going = calls.post(PATH + "/" + id + "/cancel", "");
    assertThat(going.path("processing_status").asText()).isEqualTo("canceling");
    assertThat(calls.get(PATH + "/" + id).path("request_counts").path("canceled").asInt())
        .isEqualTo(1);
    assertThat(types(results(id))).containsExactly("succeeded", "canceled");
  }

  @Test
  void a_batch_expires_with_some_of_its_results() throws IOException {
    String body = requests("sim-fault/batch-expired", "a", "b");
    String id = calls.post(PATH, body).path("id").asText();
    calls.advance(Duration.ofMinutes(10));
    assertThat(calls.get(PATH + "/" + id).path("request_counts").path("expired").asInt())
        .isEqualTo(1);
    assertThat(types(results(id))).containsExactly("succeeded", "expired");
  }

  @Test
  void batches_are_listed_and_deleted() throws IOException {
    String first = calls.post(PATH, requests("m", "a")).path("id").asText();
    String second = calls.post(PATH, requests("m", "a")).path("id").asText();
    JsonNode page = calls.get(PATH + "?limit=1");
    assertThat(page.path("data").findValuesAsText("id")).containsExactly(second);
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(calls.get(PATH + "?after_id=" + second).path("last_id").asText()).isEqualTo(first);

    assertThat(calls.send("DELETE", PATH + "/" + first, "").status()).isEqualTo(400);
    calls.advance(Duration.ofMinutes(10));
    assertThat(calls.send("DELETE", PATH + "/" + first, "").status()).isEqualTo(200);
    JsonNode gone = calls.get(PATH + "/" + first);
    assertThat(gone.path("error").path("type").asText()).isEqualTo("not_found_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"requests\":[]}",
        "{\"requests\":[{\"custom_id\":\"a\"}]}",
        "{\"requests\":[{\"custom_id\":\"a b\",\"params\":{}}]}",
        "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}},{\"custom_id\":\"a\",\"params\":{}}]}",
        "{\"requests\":[1,2,3,4,5,6]}"
      })
  void what_is_wrong_is_refused_at_once(String body) throws IOException {
    JsonNode refused = calls.post(PATH, body);
    assertThat(refused.path("error").path("type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void a_batch_that_fails_its_validation_is_refused_since_there_is_no_such_status() {
    String body = requests("sim-fault/batch-invalid", "a");
    assertThat(calls.send("POST", PATH, body).status()).isEqualTo(400);
  }
}
