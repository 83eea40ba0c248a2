package dev.sluice.sim.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.HttpCalls;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Embeddings in vendors' forms: what they are told, what they refuse, and faults in their grammar.
class VendorCallsTest {
  private static final Simulator SIMULATOR =
      Simulator.start(Scenario.of(Model.named("m").dimensions(4)), 0);
  private static final HttpCalls CALLS = new HttpCalls(SIMULATOR.port());
  private static final String MISTRAL = "/mistral/v1/embeddings";
  private static final String VOYAGE = "/voyage/v1/embeddings";
  private static final String COHERE = "/v2/embed";

  @AfterAll
  static void everything_is_given_back() {
    CALLS.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  private static JsonNode call(String path, String body) throws IOException {
    HttpResponse<String> answer = CALLS.send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HttpCalls.json(answer.body());
  }

  private static String cohere(String more) {
    return "{\"model\":\"m\",\"texts\":[\"a\"]" + more + "}";
  }

  @Test
  void each_vendor_tells_the_same_vector_and_its_own_usage() throws IOException {
    String body = "{\"model\":\"m\",\"input\":\"a\"}";
    JsonNode mistral = call(MISTRAL, body);
    JsonNode voyage = call(VOYAGE, body);
    JsonNode openAi = call("/v1/embeddings", body);
    assertThat(mistral.path("data")).isEqualTo(openAi.path("data"));
    assertThat(voyage.path("data")).isEqualTo(openAi.path("data"));
    assertThat(mistral.path("usage").path("prompt_tokens").asInt()).isEqualTo(1);
    assertThat(voyage.path("usage").has("prompt_tokens")).isFalse();
    assertThat(voyage.path("usage").path("total_tokens").asInt()).isEqualTo(1);
    JsonNode query = call(COHERE, cohere(",\"input_type\":\"search_query\""));
    assertThat(query.path("meta").path("billed_units").path("input_tokens").asInt()).isEqualTo(1);
    JsonNode same = call(VOYAGE, "{\"model\":\"m\",\"input\":\"a\",\"input_type\":\"query\"}");
    assertThat(query.path("embeddings").path("float").path(0))
        .isEqualTo(same.path("data").path(0).path("embedding"))
        .isNotEqualTo(openAi.path("data").path(0).path("embedding"));
  }

  @Test
  void types_of_numbers_are_told_as_they_are_asked_for() throws IOException {
    String kind = ",\"input_type\":\"clustering\"";
    for (String type : new String[] {"float", "int8", "base64"}) {
      JsonNode answer = call(COHERE, cohere(kind + ",\"embedding_types\":[\"" + type + "\"]"));
      JsonNode vector = answer.path("embeddings").path(type).path(0);
      assertThat(vector.isTextual()).isEqualTo(type.equals("base64"));
      assertThat(vector.path(0).isIntegralNumber()).isEqualTo(type.equals("int8"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /mistral/v1/embeddings | {"model":"m","input":"a","dimensions":4}            | message | dimensions
          /voyage/v1/embeddings  | {"model":"m","input":"a","input_type":"poem"}       | detail  | input_type
          /voyage/v1/embeddings  | {"model":"m","input":"a","encoding_format":"float"} | detail  | encoding_format
          /voyage/v1/embeddings  | {"model":"m","input":[1,2]}                         | detail  | text
          /v2/embed              | {"model":"m","texts":["a"]}                         | message | input_type
          /v2/embed              | {"model":"m","texts":[],"input_type":"clustering"}  | message | inputs
          """)
  void what_a_vendor_does_not_take_is_refused_in_its_words(
      String path, String body, String property, String words) throws IOException {
    HttpResponse<String> answer = CALLS.send("POST", path, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(HttpCalls.json(answer.body()).path(property).asText()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "/mistral/v1/embeddings, message",
    "/voyage/v1/embeddings, detail",
    "/v2/embed, message"
  })
  void faults_are_in_the_vendors_grammar(String path, String property) throws IOException {
    String body =
        path.equals(COHERE)
            ? cohere(",\"input_type\":\"clustering\"")
            : "{\"model\":\"m\",\"input\":\"a\"}";
    for (int status : new int[] {400, 401, 429, 500, 503}) {
      HttpResponse<String> answer =
          CALLS.send("POST", path, body, "x-sim-fault", String.valueOf(status));
      assertThat(answer.statusCode()).isEqualTo(status);
      JsonNode error = HttpCalls.json(answer.body());
      assertThat(error.path(property).asText()).isNotEmpty();
      assertThat(error.has("error")).isFalse();
    }
    HttpResponse<String> missing = CALLS.send("POST", path, body, "x-sim-fault", "half-missing");
    assertThat(missing.statusCode()).isEqualTo(200);
  }
}
