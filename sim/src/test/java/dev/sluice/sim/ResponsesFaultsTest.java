package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The faults in the grammar of the Responses dialect.
class ResponsesFaultsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final HttpCalls CALLS = new HttpCalls(SIMULATOR.port());
  private static final String WHOLE = "{\"model\":\"m\",\"input\":\"Hi\"}";
  private static final String STREAM = "{\"model\":\"m\",\"input\":\"Hi\",\"stream\":true}";
  private static final Pattern NUMBER = Pattern.compile("\"sequence_number\":(\\d+)");
  private static final String COMPLETED = "event: response.completed\n";

  @AfterAll
  static void everything_is_given_back() {
    CALLS.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  private static String call(String body, String fault) throws IOException {
    return CALLS.send("POST", "/v1/responses", body, "x-sim-fault", fault).body();
  }

  private static List<String> events(String fault) throws IOException {
    String body = call(STREAM, fault);
    return Arrays.stream(body.split("\n\n", -1)).filter(e -> !e.isEmpty()).toList();
  }

  private static int number(String event) {
    return NUMBER.matcher(event).results().mapToInt(n -> Integer.parseInt(n.group(1))).sum();
  }

  @Test
  void events_are_counted_behind_those_that_open_a_message() throws IOException {
    assertThat(events("end-after=1")).hasSize(4);
    assertThat(events("end-after=1").getLast()).startsWith("event: response.content_part.added");
    assertThat(events("end-after=3")).hasSize(6).noneMatch(e -> e.startsWith(COMPLETED));
    assertThat(events("end-in-event=3")).hasSize(7).last().asString().doesNotEndWith("}");
  }

  @Test
  void an_error_is_an_event_of_its_own_or_a_response_that_failed() throws IOException {
    List<String> error = events("error-after=3");
    assertThat(error).hasSize(7);
    assertThat(error.getLast())
        .startsWith("event: error\ndata: {\"type\":\"error\",\"code\":\"server_is_overloaded\"")
        .endsWith("\"sequence_number\":6}");
    List<String> failed = events("failed-after=3");
    assertThat(failed).hasSize(7);
    assertThat(failed.getLast())
        .startsWith("event: response.failed\ndata: {\"type\":\"response.failed\"")
        .contains("\"status\":\"failed\"")
        .contains("\"code\":\"server_error\"");
    assertThat(number(failed.getLast())).isEqualTo(6);
    assertThat(events("error-in-200=429"))
        .singleElement()
        .asString()
        .contains("\"code\":\"rate_limit_exceeded\"");
  }

  @Test
  void sequence_numbers_jump() throws IOException {
    List<String> events = events("sequence-jump=3");
    assertThat(number(events.get(5))).isEqualTo(5);
    assertThat(number(events.get(6))).isEqualTo(106);
    assertThat(events.getLast()).startsWith(COMPLETED);
  }

  @Test
  void a_response_is_completed_twice() throws IOException {
    assertThat(events("last-twice")).filteredOn(e -> e.startsWith(COMPLETED)).hasSize(2);
  }

  @Test
  void the_content_filter_stops_an_answer_or_its_prompt() throws IOException {
    assertThat(call(WHOLE, "filtered"))
        .contains("\"status\":\"incomplete\"")
        .contains("{\"reason\":\"content_filter\"}");
    assertThat(events("filtered=empty").getLast()).startsWith("event: response.incomplete\n");
    assertThat(call(WHOLE, "filtered=prompt")).contains("\"code\":\"content_filter\"");
  }

  @Test
  void events_break_off_and_grow_where_a_model_says_something() throws IOException {
    assertThat(events("malformed-event").get(5)).contains("output_text.delta").doesNotEndWith("}");
    assertThat(events("oversized-event=100KiB").get(5)).contains("x".repeat(100 * 1024));
    assertThat(events("invalid-utf8").get(5)).contains("\"delta\":\"\uFFFD(\uFFFD");
  }

  @Test
  void an_answer_may_be_wrong_about_itself() throws IOException {
    assertThat(call(WHOLE, "wrong-count")).contains("\"output\":[]");
    assertThat(events("wrong-count").getLast()).startsWith(COMPLETED);
    assertThat(call(WHOLE, "wrong-count=1").split("\"type\":\"message\"", -1)).hasSize(3);
    assertThat(call(WHOLE, "no-usage")).doesNotContain("usage");
    assertThat(events("negative-usage").getLast()).contains("\"output_tokens\":-17");
  }

  @Test
  void other_dialects_have_some_of_these_too() throws IOException {
    String chat =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    String path = "/v1/chat/completions";
    String twice = CALLS.send("POST", path, chat, "x-sim-fault", "last-twice").body();
    assertThat(twice.split("\\[DONE]", -1)).hasSize(3);
    String filtered = CALLS.send("POST", path, chat, "x-sim-fault", "filtered").body();
    assertThat(filtered).contains("\"finish_reason\":\"content_filter\"");
    String failed = CALLS.send("POST", path, chat, "x-sim-fault", "failed-after").body();
    assertThat(failed).endsWith("data: " + failed.substring(failed.indexOf("{\"error\":")));
    String message = chat.replace("\"stream\"", "\"max_tokens\":9,\"stream\"");
    String refused =
        CALLS.send("POST", "/v1/messages", message, "x-sim-fault", "filtered=empty").body();
    assertThat(refused).contains("\"stop_reason\":\"refusal\"").doesNotContain("content_block");
  }
}
