package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The faults in the grammar of Anthropic's dialect, byte by byte.
class MessagesFaultsOnTheWireTest {
  private static final String MESSAGES = "/v1/messages";
  private static final String WHOLE =
      "{\"model\":\"m\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String STREAM = WHOLE.replace("99", "99,\"stream\":true");
  private static final String TOOL =
      ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"get\"},"
          + "\"tools\":[{\"name\":\"get\",\"input_schema\":{\"type\":\"object\",\"properties\":"
          + "{\"q\":{\"type\":\"string\"}},\"required\":[\"q\"]}}]}";
  private static final String STOP = "event: message_stop\n";

  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);

  @AfterAll
  static void everything_is_given_back() {
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    await().until(() -> SIMULATOR.recorded().open() == 0);
    SIMULATOR.close();
  }

  private static Wire call(String body, String fault) throws IOException {
    return new Wire(SIMULATOR.port()).post(MESSAGES, body, "x-sim-fault: " + fault);
  }

  private static Wire ended(String body, String fault) throws IOException {
    try (Wire wire = call(body, fault)) {
      return wire.toEnd();
    }
  }

  /// The events without their framing.
  private static List<String> events(String body) {
    String text = body.replaceAll("(^|\r\n)[0-9a-f]+\r\n", "");
    return Arrays.stream(text.split("\n\n", -1)).filter(e -> e.contains("data: ")).toList();
  }

  private static List<String> events(String body, String fault) throws IOException {
    return events(ended(body, fault).body());
  }

  @ParameterizedTest
  @CsvSource({"reset-after, RST", "fin-after, FIN", "end-after, FIN"})
  void a_stream_breaks_after_so_many_events_of_which_the_opening_is_one(String fault, String end)
      throws IOException {
    for (int count : new int[] {0, 1, 5}) {
      Wire wire = ended(STREAM, fault + "=" + count);
      assertThat(wire.end()).isEqualTo(end);
      assertThat(events(wire.body())).hasSize(count == 0 ? 0 : count + 2);
      assertThat(wire.text()).doesNotContain(STOP);
    }
    assertThat(events(STREAM, fault + "=1").getLast()).startsWith("event: content_block_start");
  }

  @Test
  void a_stream_stalls_after_so_many_events() throws IOException {
    try (Wire wire = call(STREAM, "stall-after=2")) {
      while (events(wire.body()).size() < 4 || !wire.text().endsWith("}\n\n\r\n")) {
        wire.more();
      }
      assertThat(wire.isSilent()).isTrue();
      assertThat(events(wire.body())).hasSize(4);
    }
  }

  @Test
  void an_event_breaks_off() throws IOException {
    List<String> events = events(STREAM, "malformed-event");
    assertThat(events.get(4)).startsWith("event: content_block_delta\ndata: {").doesNotEndWith("}");
    assertThat(events.getLast()).startsWith(STOP);
    assertThat(events(STREAM, "malformed-event=0").getFirst()).doesNotEndWith("}");
  }

  @Test
  void invalid_utf_8_is_in_a_text_or_in_a_tools_arguments() throws IOException {
    String invalid = "\u00C3(\u00FF";
    assertThat(events(STREAM, "invalid-utf8").get(4)).contains("\"text\":\"" + invalid);
    String tool = STREAM.replaceFirst("}$", "") + TOOL;
    assertThat(events(tool, "invalid-utf8=1").get(3)).contains("\"partial_json\":\"" + invalid);
    assertThat(ended(WHOLE, "invalid-utf8").body()).contains("\"text\":\"" + invalid);
  }

  @Test
  void errors_in_a_200_are_in_the_form_of_the_dialect() throws IOException {
    String error = "{\"type\":\"error\",\"error\":{\"type\":\"";
    assertThat(ended(WHOLE, "error-in-200=429").body()).startsWith(error + "rate_limit_error\"");
    assertThat(events(STREAM, "error-in-200"))
        .singleElement()
        .asString()
        .startsWith("event: error\ndata: " + error + "overloaded_error\"");
    List<String> events = events(STREAM, "error-after=2");
    assertThat(events).hasSize(5);
    assertThat(events.getLast()).startsWith("event: error\ndata: " + error + "overloaded_error\"");
  }

  @Test
  void what_grows_without_an_end_is_what_the_model_says() throws IOException {
    assertThat(events(STREAM, "oversized-event=100KiB").get(4))
        .startsWith("event: content_block_delta")
        .contains("\"text\":\"" + "x".repeat(100 * 1024));
    try (Wire wire = call(STREAM, "endless=1ms")) {
      while (wire.text().split("content_block_delta\",", -1).length < 100) {
        wire.more();
      }
      assertThat(wire.text()).doesNotContain("content_block_stop");
    }
  }

  @Test
  void a_stream_is_kept_alive_by_pings() throws IOException {
    String ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    try (Wire wire = call(WHOLE, "keep-alives=1ms")) {
      wire.until("text/event-stream").until(ping + "\r\n23\r\n" + ping);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, invalid_request_error",
    "401, 401, authentication_error",
    "402, 402, billing_error",
    "403, 403, permission_error",
    "404, 404, not_found_error",
    "409, 409, conflict_error",
    "413, 413, request_too_large",
    "500, 500, api_error",
    "503, 503, overloaded_error",
    "504, 504, timeout_error",
    "529, 529, overloaded_error",
    "throttle, 429, rate_limit_error",
    "insufficient-quota, 402, billing_error",
    "poison=Hi, 400, invalid_request_error"
  })
  void errors_have_their_status_and_their_type(String fault, String status, String type)
      throws IOException {
    for (String body : new String[] {WHOLE, STREAM}) {
      Wire wire = ended(body, fault);
      assertThat(wire.text()).startsWith("HTTP/1.1 " + status + " ").contains("request-id: req_");
      assertThat(wire.body())
          .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "seconds:2, 'retry-after: 2\r\n'",
    "ms:1500, 'retry-after-ms: 1500\r\n'",
    "garbage, 'retry-after: soon'",
    "body:1.5, 'Please try again in 1.5s.'",
    "reset:6m0s, 'anthropic-ratelimit-requests-reset: 20'"
  })
  void a_throttled_call_gets_each_form_of_hint(String form, String hint) throws IOException {
    assertThat(ended(WHOLE, "throttle=" + form).text()).startsWith("HTTP/1.1 429").contains(hint);
  }

  @Test
  void an_answer_may_be_wrong_about_itself() throws IOException {
    assertThat(ended(WHOLE, "wrong-count").body()).contains("\"content\":[],");
    assertThat(events(STREAM, "wrong-count")).hasSize(4);
    assertThat(events(STREAM, "wrong-count=1"))
        .filteredOn(event -> event.startsWith("event: content_block_start"))
        .hasSize(2);
    assertThat(ended(WHOLE, "no-usage").body()).doesNotContain("usage");
    assertThat(ended(WHOLE, "negative-usage").body()).contains("\"output_tokens\":-17");
    assertThat(events(STREAM, "absurd-usage").get(17 + 3)).contains("\"output_tokens\":100000");
  }

  @Test
  void a_count_of_tokens_may_be_wrong_too() throws IOException {
    String path = MESSAGES + "/count_tokens";
    String count = WHOLE.replace("\"max_tokens\":99,", "");
    for (String[] fault :
        new String[][] {
          {"delay=0ms", "{\"input_tokens\":8}"},
          {"no-usage", "{}"},
          {"negative-usage", "{\"input_tokens\":-9}"},
          {"529", "\"overloaded_error\""}
        }) {
      try (Wire wire = new Wire(SIMULATOR.port())) {
        wire.post(path, count, "x-sim-fault: " + fault[0]).toEnd();
        assertThat(wire.body()).contains(fault[1]);
      }
    }
  }
}
