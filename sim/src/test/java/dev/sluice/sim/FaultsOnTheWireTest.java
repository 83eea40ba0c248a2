package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.Leaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every fault, as a client sees it.
class FaultsOnTheWireTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHOLE =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"n\":1}";
  private static final String STREAM = WHOLE.replace("\"n\":1", "\"n\":1,\"stream\":true");
  private static final String DONE = "data: [DONE]";
  private static final String[] PATHS = {
    CHAT, "/v1/responses", "/v1/embeddings", "/v1/messages", "/v1/nothing"
  };

  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  /// Every call has ended, however it ended, and no buffer is lost.
  @AfterAll
  static void everything_is_given_back() {
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    await().until(() -> SIMULATOR.recorded().open() == 0);
    SIMULATOR.close();
    Leaks.assertNone();
  }

  private static Wire call(String body, String fault) throws IOException {
    return new Wire(SIMULATOR.port()).post(CHAT, body, "x-sim-fault: " + fault);
  }

  private static Wire ended(String body, String fault) throws IOException {
    try (Wire wire = call(body, fault)) {
      return wire.toEnd();
    }
  }

  private static int events(String text) {
    return text.split("data: \\{", -1).length - 1;
  }

  @Test
  void without_a_fault_an_answer_is_right() throws IOException {
    try (Wire wire = new Wire(SIMULATOR.port()).post(CHAT, STREAM).toEnd()) {
      assertThat(wire.text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("0\r\n\r\n");
      assertThat(wire.end()).isEqualTo("FIN");
      assertThat(events(wire.text())).isEqualTo(18);
    }
  }

  @Test
  void refuse_resets_before_the_body_is_read() throws IOException {
    String head = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nx-sim-fault: refuse\r\n";
    try (Wire wire = new Wire(SIMULATOR.port())) {
      wire.send(head + "content-length: 1000000\r\n\r\n{").toEnd();
      assertThat(wire.text()).isEmpty();
      assertThat(wire.end()).isEqualTo("RST");
    }
  }

  @Test
  void a_fault_is_found_by_the_name_of_a_model() throws IOException {
    String body = WHOLE.replace("\"m\"", "\"sim-fault/reset-in-head=9\"");
    try (Wire wire = new Wire(SIMULATOR.port()).post(CHAT, body).toEnd()) {
      assertThat(wire.text()).isEqualTo("HTTP/1.1 ");
      assertThat(wire.end()).isEqualTo("RST");
    }
  }

  @Test
  void an_unknown_fault_is_told() throws IOException {
    Wire wire = ended(WHOLE, "resett");
    assertThat(wire.text()).startsWith("HTTP/1.1 400").contains("must be the name of a fault");
    Wire model = ended(WHOLE.replace("\"m\"", "\"sim-fault/cut=x\""), "cut=1");
    assertThat(model.text()).startsWith("HTTP/1.1 400").contains("argument of cut");
  }

  @ParameterizedTest
  @CsvSource({
    "reset-before-head, RST, ''",
    "fin-before-head, FIN, ''",
    "reset-in-head=20, RST, 'HTTP/1.1 200 OK\r\nx-r'",
  })
  void some_answers_never_get_to_their_body(String fault, String end, String text)
      throws IOException {
    for (String body : new String[] {WHOLE, STREAM}) {
      Wire wire = ended(body, fault);
      assertThat(wire.end()).isEqualTo(end);
      assertThat(wire.text()).isEqualTo(text);
    }
  }

  @Test
  void a_silence_fault_sends_no_bytes() throws IOException {
    try (Wire wire = call(STREAM, "silence")) {
      await().until(() -> SIMULATOR.recorded().inFlight() > 0);
      assertThat(wire.isSilent()).isTrue();
      assertThat(wire.text()).isEmpty();
    }
    try (Wire wire = call(STREAM, "silence-after-head").until("\r\n\r\n")) {
      assertThat(wire.isSilent()).isTrue();
      assertThat(wire.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"reset-after, RST", "fin-after, FIN"})
  void a_stream_breaks_after_so_many_events(String fault, String end) throws IOException {
    for (int events : new int[] {0, 1, 5}) {
      Wire wire = ended(STREAM, fault + "=" + events);
      assertThat(wire.end()).isEqualTo(end);
      assertThat(events(wire.text())).isEqualTo(events);
      assertThat(wire.text()).endsWith(events == 0 ? "\r\n\r\n" : "}\n\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"reset-after, RST", "fin-after, FIN"})
  void a_whole_answer_breaks_in_its_middle(String fault, String end) throws IOException {
    Wire wire = ended(WHOLE, fault);
    assertThat(wire.end()).isEqualTo(end);
    assertThat(wire.body().length()).isEqualTo(length(wire) / 2);
  }

  @Test
  void a_stream_stalls_after_so_many_events() throws IOException {
    try (Wire wire = call(STREAM, "stall-after=2")) {
      while (events(wire.text()) < 2 || !wire.text().endsWith("}\n\n\r\n")) {
        wire.more();
      }
      assertThat(wire.isSilent()).isTrue();
      assertThat(events(wire.text())).isEqualTo(2);
    }
  }

  @Test
  void a_stream_may_end_cleanly_too_early() throws IOException {
    Wire wire = ended(STREAM, "end-after=4");
    assertThat(events(wire.text())).isEqualTo(4);
    assertThat(wire.text()).endsWith("\r\n0\r\n\r\n").doesNotContain(DONE);
  }

  @Test
  void a_body_is_cut_at_a_byte() throws IOException {
    assertThat(ended(WHOLE, "cut=33").body()).hasSize(33);
    assertThat(ended(WHOLE, "cut=0").body()).isEmpty();
    Wire stream = ended(STREAM, "cut=33");
    assertThat(stream.body()).startsWith("21\r\ndata: {").endsWith("\r\n").hasSize(4 + 33 + 2);
    assertThat(stream.end()).isEqualTo("FIN");
  }

  @Test
  void a_connection_is_closed_after_its_answer() throws IOException {
    try (Wire wire = new Wire(SIMULATOR.port())) {
      wire.send(keepAlive(WHOLE, "connection-close")).toEnd();
      assertThat(wire.text()).contains("connection: close\r\n");
      assertThat(wire.body()).hasSize(length(wire));
    }
  }

  @Test
  void http_1_0_ends_with_its_connection() throws IOException {
    try (Wire wire = new Wire(SIMULATOR.port()).send(keepAlive(STREAM, "http-1.0")).toEnd()) {
      assertThat(wire.text()).startsWith("HTTP/1.0 200 OK\r\n").endsWith(DONE + "\n\n");
      assertThat(wire.text()).doesNotContain("transfer-encoding").doesNotContain("content-length");
    }
  }

  @Test
  void a_delayed_answer_is_right() throws IOException {
    assertThat(ended(WHOLE, "delay=5ms").text()).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void keep_alives_come_for_ever() throws IOException {
    try (Wire wire = call(WHOLE, "keep-alives=1ms")) {
      wire.until("text/event-stream").until(": keep-alive\n\n\r\ne\r\n: keep-alive\n\n");
      assertThat(wire.end()).isEmpty();
    }
  }

  @Test
  void a_trickle_comes_byte_by_byte() throws IOException {
    Wire wire = ended(STREAM, "trickle=0ms");
    assertThat(wire.body()).startsWith("1\r\nd\r\n1\r\na\r\n1\r\nt\r\n1\r\na\r\n");
    assertThat(wire.text()).endsWith("0\r\n\r\n");
  }

  @Test
  void a_split_answer_is_still_right() throws IOException {
    Wire wire = ended(STREAM, "split=3");
    assertThat(wire.body()).startsWith("3\r\ndat\r\n3\r\na: \r\n");
    assertThat(dechunked(wire.body())).endsWith(DONE + "\n\n");
  }

  @Test
  void an_endless_stream_does_not_end() throws IOException {
    try (Wire wire = call(STREAM, "endless")) {
      while (events(wire.text()) < 1000) {
        wire.more();
      }
      assertThat(wire.text()).doesNotContain(DONE);
    }
  }

  @Test
  void an_event_breaks_off() throws IOException {
    String body = dechunked(ended(STREAM, "malformed-event=2").body());
    String[] events = body.strip().split("\n\n", -1);
    assertThat(events[2]).startsWith("data: {\"id\"").doesNotEndWith("}");
    assertThat(events[3]).endsWith("}");
    assertThat(body).endsWith(DONE + "\n\n");
    assertThat(dechunked(ended(WHOLE, "malformed-event").body())).doesNotEndWith("}");
  }

  @Test
  void invalid_utf_8_is_invalid() throws IOException {
    assertThat(ended(STREAM, "invalid-utf8").body()).contains("\"content\":\"\u00C3(\u00FF");
    Wire whole = ended(WHOLE, "invalid-utf8");
    assertThat(whole.body()).contains("\"content\":\"\u00C3(\u00FF").hasSize(length(whole));
  }

  @Test
  void truncated_json_has_the_length_that_it_says() throws IOException {
    Wire wire = ended(WHOLE, "truncated-json");
    assertThat(wire.body()).startsWith("{\"id\"").doesNotEndWith("}").hasSize(length(wire));
  }

  @Test
  void an_error_hides_in_a_200() throws IOException {
    assertThat(ended(WHOLE, "error-in-200=429").text())
        .startsWith("HTTP/1.1 200 OK")
        .contains("\r\n\r\n{\"error\":{\"code\":429,");
    assertThat(dechunked(ended(STREAM, "error-in-200").body()))
        .startsWith("data: {\"error\":{\"code\":503,")
        .doesNotContain("choices");
  }

  @Test
  void an_error_comes_after_some_events() throws IOException {
    String[] events = dechunked(ended(STREAM, "error-after=4").body()).strip().split("\n\n", -1);
    assertThat(events).hasSize(5);
    assertThat(events[3]).contains("\"content\":");
    assertThat(events[4]).startsWith("data: {\"error\":");
  }

  @Test
  void one_event_is_larger_than_any_should_be() throws IOException {
    Wire wire = ended(STREAM, "oversized-event");
    assertThat(wire.text().length()).isGreaterThan(9 * 1024 * 1024);
    assertThat(wire.text()).endsWith("0\r\n\r\n");
  }

  @Test
  void odd_events_are_still_events() throws IOException {
    String body = dechunked(ended(STREAM, "odd-events").body());
    assertThat(body).startsWith("\u00EF\u00BB\u00BF: a comment\n\ndata: {");
    assertThat(body).contains("}\r\n\r\n").contains("\ndata:{").contains("data: {\rdata: \"id\"");
  }

  @Test
  void a_compressed_answer_says_so() throws IOException {
    Wire wire = ended(WHOLE, "gzip");
    assertThat(wire.text()).contains("content-encoding: gzip\r\n");
    assertThat(wire.body()).startsWith("\u001F\u008B").hasSize(length(wire));
  }

  @ParameterizedTest
  @CsvSource({
    "status=400, 400", "401, 401", "402, 402", "403, 403", "404, 404", "408, 408", "409, 409",
    "413, 413", "422, 422", "500, 500", "502, 502", "503, 503", "504, 504", "529, 529",
    "throttle, 429", "insufficient-quota, 429"
  })
  void errors_come_in_openais_envelope(String fault, String status) throws IOException {
    Wire wire = ended(STREAM, fault);
    assertThat(wire.text()).startsWith("HTTP/1.1 " + status + " ");
    assertThat(wire.text()).contains("content-type: application/json\r\n");
    assertThat(wire.body()).startsWith("{\"error\":{\"message\":\"").hasSize(length(wire));
  }

  @Test
  void an_error_may_be_a_page() throws IOException {
    assertThat(ended(WHOLE, "html=504").text())
        .startsWith("HTTP/1.1 504 ")
        .contains("content-type: text/html")
        .contains("<html>");
  }

  @ParameterizedTest
  @CsvSource({
    "seconds:2, 'retry-after: 2\r\n'",
    "decimal:1.5, 'retry-after: 1.5\r\n'",
    "ms:1500, 'retry-after-ms: 1500\r\n'",
    "date:30, ' GMT\r\n'",
    "past-date, ' GMT\r\n'",
    "negative, 'retry-after: -5\r\n'",
    "huge, 'retry-after: 1e9\r\n'",
    "garbage, 'retry-after: soon'",
    "body:1.5, 'Please try again in 1.5s.'",
    "reset:6m0s, 'x-ratelimit-reset-requests: 6m0s\r\n'"
  })
  void a_throttled_call_gets_each_form_of_hint(String form, String hint) throws IOException {
    assertThat(ended(WHOLE, "throttle=" + form).text()).startsWith("HTTP/1.1 429").contains(hint);
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "307", "308"})
  void a_redirect_leads_elsewhere(String status) throws IOException {
    assertThat(ended(WHOLE, "redirect=" + status).text())
        .startsWith("HTTP/1.1 " + status)
        .contains("location: /v1/elsewhere\r\n");
  }

  @Test
  void a_content_type_may_be_wrong_or_missing() throws IOException {
    assertThat(ended(WHOLE, "content-type").text()).contains("content-type: text/plain\r\n");
    assertThat(ended(STREAM, "no-content-type").text()).doesNotContain("content-type");
  }

  @Test
  void a_head_may_be_too_large() throws IOException {
    assertThat(ended(WHOLE, "large-head").text()).contains("x-large: " + "x".repeat(100 * 1024));
    assertThat(ended(WHOLE, "many-headers").text()).contains("x-many-999: x\r\n");
    assertThat(ended(WHOLE, "bad-header").text()).contains("x-bad: a\rset-cookie: b\0c\r\n");
  }

  @Test
  void interim_answers_come_in_front() throws IOException {
    assertThat(ended(WHOLE, "informational=3").text())
        .startsWith("HTTP/1.1 100 Continue\r\n\r\n".repeat(3) + "HTTP/1.1 200 OK\r\n");
    assertThat(ended(WHOLE, "early-hints").text())
        .startsWith("HTTP/1.1 103 Early Hints\r\nlink: ")
        .contains("\r\n\r\nHTTP/1.1 200 OK\r\n");
    try (Wire wire = call(WHOLE, "switching").until("\r\n\r\n")) {
      assertThat(wire.text()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
    }
  }

  @Test
  void a_length_may_be_untrue() throws IOException {
    Wire tooLong = ended(WHOLE, "length-too-long=10");
    assertThat(tooLong.body()).endsWith("}").hasSize(length(tooLong) - 10);
    Wire tooShort = ended(WHOLE, "length-too-short=10");
    assertThat(tooShort.body()).endsWith("}").hasSize(length(tooShort) + 10);
  }

  @Test
  void an_answer_may_be_wrong_about_itself() throws IOException {
    assertThat(ended(WHOLE, "wrong-count").body()).contains("\"choices\":[]");
    assertThat(ended(WHOLE, "wrong-count=1").body()).contains("\"index\":1");
    assertThat(ended(WHOLE, "no-usage").body()).doesNotContain("usage");
    assertThat(ended(WHOLE, "negative-usage").body()).contains("\"completion_tokens\":-17");
    assertThat(ended(WHOLE, "absurd-usage").body()).contains("\"completion_tokens\":1000000000");
    String usage = STREAM.replace("\"n\"", "\"stream_options\":{\"include_usage\":true},\"n\"");
    assertThat(ended(usage, "negative-usage").body()).contains("\"completion_tokens\":-17");
  }

  /// Whatever the request: no fault may break the simulator itself.
  @ParameterizedTest
  @EnumSource
  void every_fault_leaves_the_simulator_alive(Fault fault) throws IOException {
    for (String body : new String[] {WHOLE, STREAM, "{}", ""}) {
      for (String path : PATHS) {
        try (Wire wire = new Wire(SIMULATOR.port())) {
          wire.post(path, body, "x-sim-fault: " + fault.label());
        }
      }
    }
    assertThat(ended(WHOLE, "delay=0ms").text()).startsWith("HTTP/1.1 200 OK");
  }

  private static String keepAlive(String body, String fault) {
    return "POST "
        + CHAT
        + " HTTP/1.1\r\nhost: x\r\nx-sim-fault: "
        + fault
        + "\r\ncontent-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private static int length(Wire wire) {
    String[] parts = wire.text().split("content-length: ", 2);
    return Integer.parseInt(parts[1].substring(0, parts[1].indexOf('\r')));
  }

  private static String dechunked(String body) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int line = body.indexOf("\r\n", at);
      int size = line < 0 ? 0 : Integer.parseInt(body.substring(at, line), 16);
      out.append(body, line + 2, line + 2 + size);
      at = size == 0 ? body.length() : line + 2 + size + 2;
    }
    return out.toString();
  }
}
