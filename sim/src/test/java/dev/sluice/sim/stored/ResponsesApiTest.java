package dev.sluice.sim.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.HttpCalls;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResponsesApiTest {
  private static final Simulator SIMULATOR =
      Simulator.start(
          Scenario.of(
                  Model.named("m"),
                  Model.named("slow").speed(Speed.of(Duration.ofHours(1), Duration.ZERO)))
              .keys("a", "b"),
          0);
  private static final HttpCalls CALLS = new HttpCalls(SIMULATOR.port());
  private static final String RESPONSES = "/v1/responses";
  private static final String[] A = {"authorization", "Bearer a"};
  private static final String[] B = {"authorization", "Bearer b"};

  @AfterAll
  static void everything_is_given_back() {
    CALLS.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    await().until(() -> SIMULATOR.recorded().open() == 0);
    SIMULATOR.close();
  }

  private static String asking(String more) {
    return "{\"model\":\"m\",\"input\":\"Hi\"" + more.replace('\'', '"') + "}";
  }

  private static JsonNode respond(String more) throws IOException {
    return CALLS.post(RESPONSES, asking(more), A);
  }

  private static String code(JsonNode answer) {
    return answer.at("/error/code").asText() + answer.at("/error/message").asText();
  }

  private static List<JsonNode> events(String body) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String event : CALLS.send("POST", RESPONSES, body, A).body().split("\n\n", -1)) {
      if (!event.isEmpty()) {
        events.add(HttpCalls.json(event.split("\ndata: ", 2)[1]));
      }
    }
    return events;
  }

  @Test
  void a_response_is_kept_and_forgotten() throws IOException {
    JsonNode made = respond(",'metadata':{'k':'v'}");
    String path = RESPONSES + "/" + made.path("id").asText();
    assertThat(CALLS.get(path, A)).isEqualTo(made);
    assertThat(made.at("/metadata/k").asText()).isEqualTo("v");
    JsonNode items = CALLS.get(path + "/input_items", A);
    assertThat(items.at("/data/0/content/0/text").asText()).isEqualTo("Hi");
    assertThat(items.path("has_more").asBoolean()).isFalse();
    var deleted = CALLS.send("DELETE", path, "", A);
    assertThat(HttpCalls.json(deleted.body()).path("deleted").asBoolean()).isTrue();
    assertThat(CALLS.send("GET", path, "", A).statusCode()).isEqualTo(404);
  }

  @Test
  void a_streamed_response_is_kept_too() throws IOException {
    JsonNode last = events(asking(",'stream':true")).getLast().path("response");
    assertThat(CALLS.get(RESPONSES + "/" + last.path("id").asText(), A)).isEqualTo(last);
  }

  @Test
  void what_is_not_stored_or_is_another_keys_is_not_there() throws IOException {
    String unkept = respond(",'store':false").path("id").asText();
    assertThat(CALLS.get(RESPONSES + "/" + unkept, A).has("error")).isTrue();
    String kept = respond("").path("id").asText();
    assertThat(CALLS.get(RESPONSES + "/" + kept, B).has("error")).isTrue();
    String next = asking(",'previous_response_id':'" + kept + "'");
    assertThat(code(CALLS.post(RESPONSES, next, B))).startsWith("previous_response_not_found");
    assertThat(CALLS.post(RESPONSES, next, A).path("previous_response_id").asText())
        .isEqualTo(kept);
  }

  @Test
  void what_was_said_before_costs_tokens_and_is_part_of_the_input() throws IOException {
    JsonNode first = respond("");
    JsonNode next = respond(",'previous_response_id':'" + first.path("id").asText() + "'");
    int before = first.at("/usage/total_tokens").asInt();
    int alone = first.at("/usage/input_tokens").asInt();
    assertThat(next.at("/usage/input_tokens").asInt()).isEqualTo(before + alone);
    String path = RESPONSES + "/" + next.path("id").asText() + "/input_items?order=asc&limit=2";
    JsonNode page = CALLS.get(path, A);
    assertThat(page.at("/data/1/role").asText()).isEqualTo("assistant");
    assertThat(page.path("has_more").asBoolean()).isTrue();
    JsonNode rest = CALLS.get(path + "&after=" + page.path("last_id").asText(), A);
    assertThat(rest.path("data")).hasSize(1);
  }

  @Test
  void a_conversation_grows_with_its_responses() throws IOException {
    JsonNode made = CALLS.post("/v1/conversations", "{\"items\":[]}", A);
    String id = made.path("id").asText();
    JsonNode said = respond(",'conversation':'" + id + "'");
    assertThat(said.at("/conversation/id").asText()).isEqualTo(id);
    assertThat(CALLS.get("/v1/conversations/" + id + "/items", A).path("data")).hasSize(2);
    JsonNode next = respond(",'conversation':{'id':'" + id + "'}");
    assertThat(next.at("/usage/input_tokens").asInt())
        .isGreaterThan(said.at("/usage/input_tokens").asInt());
    assertThat(code(respond(",'conversation':'conv_none'"))).contains("not found");
    assertThat(CALLS.get("/v1/conversations/" + id, B).has("error")).isTrue();
    assertThat(CALLS.send("DELETE", "/v1/conversations/" + id, "", A).statusCode()).isEqualTo(200);
    assertThat(CALLS.get("/v1/conversations/" + id, A).has("error")).isTrue();
  }

  @Test
  void what_is_made_in_the_background_can_be_cancelled_and_nothing_else() throws IOException {
    String slow = asking(",'background':true").replace("\"m\"", "\"slow\"");
    JsonNode made = CALLS.post(RESPONSES, slow, A);
    assertThat(made.path("status").asText()).isEqualTo("queued");
    String path = RESPONSES + "/" + made.path("id").asText();
    assertThat(CALLS.get(path, A).path("status").asText()).isEqualTo("in_progress");
    assertThat(CALLS.post(path + "/cancel", "", A).path("status").asText()).isEqualTo("cancelled");
    assertThat(CALLS.get(path, A).path("status").asText()).isEqualTo("cancelled");
    String done = RESPONSES + "/" + respond(",'background':true").path("id").asText();
    assertThat(CALLS.get(done, A).path("status").asText()).isEqualTo("completed");
    String other = RESPONSES + "/" + respond("").path("id").asText();
    assertThat(code(CALLS.post(other + "/cancel", "", A))).contains("Cannot cancel");
  }

  @Test
  void tokens_are_counted_and_a_conversation_is_compacted() throws IOException {
    JsonNode count = CALLS.post(RESPONSES + "/input_tokens", asking(""), A);
    assertThat(count).hasToString("{\"object\":\"response.input_tokens\",\"input_tokens\":4}");
    JsonNode compact = CALLS.post(RESPONSES + "/compact", asking(""), A);
    assertThat(compact.path("object").asText()).isEqualTo("response.compaction");
    assertThat(compact.at("/output/1/type").asText()).isEqualTo("compaction");
    String next = "{\"model\":\"m\",\"input\":" + compact.path("output") + "}";
    assertThat(CALLS.post(RESPONSES, next, A).path("status").asText()).isEqualTo("completed");
    assertThat(code(CALLS.post(RESPONSES, next, B))).startsWith("invalid_encrypted_content");
  }

  @Test
  void results_need_calls_and_calls_need_results() throws IOException {
    String result = "{'type':'function_call_output','call_id':'c','output':''}";
    String call = "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}";
    String body = "{\"model\":\"m\",\"input\":[%s]}";
    assertThat(code(CALLS.post(RESPONSES, body.formatted(result.replace('\'', '"')), A)))
        .contains("No tool call found for function call output with call_id c");
    assertThat(code(CALLS.post(RESPONSES, body.formatted(call.replace('\'', '"')), A)))
        .contains("No tool output found for function call c");
    String both = (call + "," + result).replace('\'', '"');
    assertThat(CALLS.post(RESPONSES, body.formatted(both), A).has("output")).isTrue();
  }

  @Test
  void a_thought_is_told_in_words_and_sealed_where_the_request_asks_for_it() throws IOException {
    String more = ",'reasoning':{'summary':'auto'},'include':['reasoning.encrypted_content']";
    JsonNode made = respond(more);
    assertThat(made.at("/output/0/type").asText()).isEqualTo("reasoning");
    assertThat(made.at("/output/0/summary/0/text").asText()).isNotEmpty();
    assertThat(made.at("/usage/output_tokens_details/reasoning_tokens").asInt()).isEqualTo(6);
    List<JsonNode> events = events(asking(more + ",'stream':true"));
    assertThat(events)
        .filteredOn(e -> e.path("type").asText().equals("response.reasoning_summary_text.delta"))
        .hasSize(6);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
    }
    JsonNode output = events.getLast().at("/response/output");
    String next = "{\"model\":\"m\",\"input\":" + output + "}";
    assertThat(CALLS.post(RESPONSES, next, A).has("output")).isTrue();
  }

  @Test
  void custom_tools_take_a_text_and_tools_may_stand_in_a_namespace() throws IOException {
    String custom = ",'tool_choice':'required','tools':[{'type':'custom','name':'patch'}]";
    JsonNode call = respond(custom).at("/output/0");
    assertThat(call.path("type").asText()).isEqualTo("custom_tool_call");
    assertThat(call.path("input").asText()).isEqualTo("text for patch");
    assertThat(events(asking(custom + ",'stream':true")))
        .anyMatch(e -> e.path("type").asText().equals("response.custom_tool_call_input.done"));
    String inside =
        ",'tool_choice':'required','tools':[{'type':'namespace','name':'files','tools':"
            + "[{'type':'function','name':'read'}]}]";
    assertThat(respond(inside).at("/output/0/namespace").asText()).isEqualTo("files");
  }
}
