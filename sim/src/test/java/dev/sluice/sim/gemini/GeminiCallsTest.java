package dev.sluice.sim.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.HttpCalls;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiCallsTest {
  private static final Simulator SIMULATOR =
      Simulator.start(
          Scenario.of(Model.named("m"), Model.named("gemini-3-pro"), Model.named("tuned/by/me")),
          0);
  private static final Simulator LOCKED =
      Simulator.start(Scenario.of(Model.named("m")).keys("secret"), 0);
  private static final HttpCalls CALLS = new HttpCalls(SIMULATOR.port());
  private static final HttpCalls GUARDED = new HttpCalls(LOCKED.port());
  private static final String HI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String TOOLS =
      ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"get_weather\",\"parameters\":{\"type\":"
          + "\"OBJECT\",\"properties\":{\"city\":{\"type\":\"STRING\"}}}},{\"name\":\"stop\"}]}]}";

  @AfterAll
  static void everything_is_given_back() {
    CALLS.close();
    GUARDED.close();
    for (Simulator each : List.of(SIMULATOR, LOCKED)) {
      await().until(() -> each.recorded().inFlight() == 0);
      await().until(() -> each.recorded().open() == 0);
      each.close();
    }
  }

  private static String path(String model, String verb) {
    return "/v1beta/models/" + model + ":" + verb;
  }

  private static String with(String more) {
    return HI.substring(0, HI.length() - 1) + "," + more + "}";
  }

  private static String asking(String text) {
    return HI.replace("Hi", text).replaceFirst("}$", "") + TOOLS;
  }

  private static JsonNode generate(String body) throws IOException {
    return CALLS.post(path("m", "generateContent"), body);
  }

  private static JsonNode parts(JsonNode answer) {
    return answer.at("/candidates/0/content/parts");
  }

  private static List<JsonNode> events(String model, String body) throws IOException {
    String path = path(model, "streamGenerateContent?alt=sse");
    List<JsonNode> events = new ArrayList<>();
    for (String event : CALLS.send("POST", path, body).body().split("\n\n", -1)) {
      if (!event.isEmpty()) {
        events.add(HttpCalls.json(event.substring("data: ".length())));
      }
    }
    return events;
  }

  private static String text(Iterable<JsonNode> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(
        event -> parts(event).forEach(part -> text.append(part.path("text").asText(""))));
    return text.toString();
  }

  @Test
  void an_answer_has_a_candidate_and_tells_its_tokens() throws IOException {
    JsonNode answer = generate(HI);
    assertThat(parts(answer)).hasSize(1);
    assertThat(parts(answer).at("/0/text").asText()).isNotEmpty();
    assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(answer.path("modelVersion").asText()).isEqualTo("m");
    assertThat(answer.path("usageMetadata"))
        .hasToString("{\"promptTokenCount\":8,\"candidatesTokenCount\":16,\"totalTokenCount\":24}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1beta"})
  void a_models_name_may_have_slashes(String version) throws IOException {
    String path = version + "/models/tuned/by/me:generateContent";
    assertThat(CALLS.post(path, HI).path("modelVersion").asText()).isEqualTo("tuned/by/me");
    String escaped = path.replace("/by/", "%2Fby%2F");
    assertThat(CALLS.post(escaped, HI).path("modelVersion").asText()).isEqualTo("tuned/by/me");
  }

  @Test
  void a_stream_is_the_answer_piece_by_piece_and_ends_with_a_reason() throws IOException {
    List<JsonNode> events = events("m", HI);
    assertThat(events).hasSize(17);
    assertThat(text(events)).isNotEmpty();
    assertThat(events.subList(0, 16)).noneMatch(event -> event.toString().contains("finishReason"));
    assertThat(events.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(events.getLast().at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(24);
  }

  @Test
  void without_alt_sse_a_stream_is_an_array() throws IOException {
    var answer = CALLS.send("POST", path("m", "streamGenerateContent"), HI);
    assertThat(answer.headers().firstValue("content-type").orElse("")).contains("application/json");
    JsonNode array = HttpCalls.json(answer.body());
    assertThat(array).hasSize(17);
    assertThat(text(array)).isNotEmpty();
  }

  @Test
  void output_ends_at_its_limit_and_candidates_are_counted() throws IOException {
    JsonNode answer =
        generate(with("\"generation_config\":{\"candidate_count\":2,\"max_output_tokens\":3}"));
    assertThat(answer.path("candidates")).hasSize(2);
    assertThat(answer.at("/candidates/1/finishReason").asText()).isEqualTo("MAX_TOKENS");
    assertThat(answer.at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(6);
    List<JsonNode> events = events("m", with("\"generationConfig\":{\"candidateCount\":2}"));
    assertThat(events).filteredOn(e -> e.at("/candidates/0/index").asInt() == 1).hasSize(17);
  }

  @Test
  void thoughts_are_shown_where_they_are_asked_for_and_always_counted() throws IOException {
    String thinking = "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":%s}}";
    JsonNode shown = generate(with(thinking.formatted("true")));
    assertThat(parts(shown)).hasSize(2);
    assertThat(parts(shown).at("/0/thought").asBoolean()).isTrue();
    JsonNode hidden = generate(with(thinking.formatted("false")));
    assertThat(parts(hidden)).hasSize(1);
    for (JsonNode answer : List.of(shown, hidden)) {
      assertThat(answer.at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(6);
      assertThat(answer.at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(30);
    }
    List<JsonNode> events = events("gemini-3-pro", with(thinking.formatted("true")));
    assertThat(events)
        .filteredOn(e -> e.at("/candidates/0/content/parts/0/thought").asBoolean())
        .hasSize(6);
    assertThat(parts(events.getLast()).at("/0/thoughtSignature").asText()).isNotEmpty();
  }

  @Test
  void a_tool_that_is_named_is_called_and_the_first_call_is_signed() throws IOException {
    JsonNode answer = generate(asking("get_weather then stop"));
    assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(parts(answer)).hasSize(2);
    assertThat(parts(answer).at("/0/functionCall/args/city").asText()).startsWith("city");
    assertThat(parts(answer).at("/0/thoughtSignature").asText()).isNotEmpty();
    assertThat(parts(answer).get(1))
        .hasToString("{\"functionCall\":{\"name\":\"stop\",\"args\":{}}}");
    List<JsonNode> events = events("gemini-3-pro", asking("stop"));
    assertThat(parts(events.getFirst()).at("/0/functionCall/id").asText()).startsWith("call_");
  }

  @ParameterizedTest
  @CsvSource({"ANY, 1", "NONE, 0", "AUTO, 0"})
  void the_mode_decides_whether_a_tool_is_called(String mode, int calls) throws IOException {
    String config = ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"" + mode + "\"}}}";
    JsonNode answer = generate(asking("Hi").replaceFirst("}$", "") + config);
    assertThat(answer.findValues("functionCall")).hasSize(calls);
  }

  @Test
  void a_forced_tool_is_called_and_its_result_is_answered_with_text() throws IOException {
    String forced =
        asking("Hi").replaceFirst("}$", "")
            + ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\","
            + "\"allowedFunctionNames\":[\"stop\"]}}}";
    JsonNode call = generate(forced);
    assertThat(parts(call).at("/0/functionCall/name").asText()).isEqualTo("stop");
    String result = "{\"functionResponse\":{\"name\":\"stop\",\"response\":{\"ok\":true}}}";
    String turns =
        "{\"role\":\"model\",\"parts\":"
            + parts(call)
            + "},{\"role\":\"user\",\"parts\":["
            + result
            + "]}],\"tools";
    String next = asking("stop").replace("],\"tools", "," + turns);
    JsonNode answer = CALLS.post(path("gemini-3-pro", "generateContent"), next);
    assertThat(parts(answer).at("/0/text").asText()).isNotEmpty();
  }

  @Test
  void an_answer_in_json_fits_its_schema() throws IOException {
    JsonNode answer =
        generate(
            with(
                "\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":"
                    + "{\"type\":\"OBJECT\",\"properties\":{\"n\":{\"type\":\"INTEGER\"}}}}"));
    assertThat(HttpCalls.json(parts(answer).at("/0/text").asText()).path("n").isInt()).isTrue();
  }

  @Test
  void tokens_are_counted() throws IOException {
    String path = path("m", "countTokens");
    assertThat(CALLS.post(path, HI).path("totalTokens").asInt()).isEqualTo(8);
    String whole = "{\"generateContentRequest\":{\"model\":\"models/m\"," + HI.substring(1) + "}";
    assertThat(CALLS.post(path, whole).path("totalTokens").asInt()).isEqualTo(8);
  }

  @Test
  void a_texts_vector_is_the_one_that_it_has_in_the_other_dialect() throws IOException {
    String one =
        "{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":3}";
    JsonNode vector = CALLS.post(path("m", "embedContent"), one).at("/embedding/values");
    assertThat(vector).hasSize(3);
    String configured =
        one.replace(
            "\"outputDimensionality\":3", "\"embedContentConfig\":{\"outputDimensionality\":3}");
    assertThat(CALLS.post(path("m", "embedContent"), configured).at("/embedding/values"))
        .isEqualTo(vector);
    JsonNode batch =
        CALLS.post(path("m", "batchEmbedContents"), "{\"requests\":[" + one + "," + one + "]}");
    assertThat(batch.at("/embeddings/1/values")).isEqualTo(vector);
    String other = "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":3}";
    assertThat(CALLS.post("/v1/embeddings", other).at("/data/0/embedding")).isEqualTo(vector);
  }

  @Test
  void models_are_listed_in_pages() throws IOException {
    JsonNode page = CALLS.get("/v1beta/models?pageSize=2");
    assertThat(page.at("/models/0/name").asText()).isEqualTo("models/m");
    JsonNode next =
        CALLS.get("/v1beta/models?pageSize=2&pageToken=" + page.path("nextPageToken").asText());
    assertThat(next.at("/models/0/name").asText()).isEqualTo("models/tuned/by/me");
    assertThat(next.has("nextPageToken")).isFalse();
    assertThat(CALLS.get("/v1beta/models/tuned/by/me").path("displayName").asText())
        .isEqualTo("tuned/by/me");
    assertThat(CALLS.get("/v1/models", "x-goog-api-key", "k").has("models")).isTrue();
    assertThat(CALLS.get("/v1/models").has("data")).isTrue();
    assertThat(CALLS.get("/v1beta/models/none").at("/error/status").asText())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void a_key_is_taken_in_each_of_its_places() throws IOException {
    String path = path("m", "generateContent");
    assertThat(GUARDED.post(path, HI, "x-goog-api-key", "secret").has("candidates")).isTrue();
    assertThat(GUARDED.post(path, HI, "authorization", "Bearer secret").has("candidates")).isTrue();
    assertThat(GUARDED.post(path + "?key=secret", HI).has("candidates")).isTrue();
    JsonNode bad = GUARDED.post(path, HI, "x-goog-api-key", "wrong").path("error");
    assertThat(bad.path("code").asInt()).isEqualTo(400);
    assertThat(bad.at("/details/0/reason").asText()).isEqualTo("API_KEY_INVALID");
    assertThat(GUARDED.post(path, HI).at("/error/status").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void an_unknown_model_is_not_found() throws IOException {
    var answer = CALLS.send("POST", path("none", "generateContent"), HI);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(HttpCalls.json(answer.body()).at("/error/message").asText())
        .startsWith("models/none is not found for API version v1beta");
  }
}
