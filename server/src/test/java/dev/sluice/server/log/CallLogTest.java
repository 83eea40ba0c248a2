package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.ApiError;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.pipeline.Reports;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.history.ClientError;
import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.config.LogConfig.Calls;
import dev.sluice.server.config.UpstreamErrors;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallLogTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wall() {
          return Instant.parse("2026-11-24T12:00:00.000Z");
        }
      };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void a_call_is_one_line_of_json() throws Exception {
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(call("gpt-5-mini"), report(new Answered()));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-11-24T12:00:00.000Z\",\"id\":\"req_1\",\"operation\":\"chat\","
                + "\"model\":\"gpt-5-mini\",\"stream\":true,\"outcome\":\"answered\","
                + "\"target\":\"openai/gpt-5-mini\",\"attempts\":2,\"duration_ms\":1234,"
                + "\"first_token_ms\":345,\"provider_ms\":1233,\"overhead_us\":78,"
                + "\"input_tokens\":10,\"output_tokens\":20,\"estimated\":false,"
                + "\"committed\":true}\n");
  }

  @Test
  void a_failure_holds_the_error_of_the_client() throws Exception {
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(call("m"), report(new Failed.Exhausted("used up")));
      ApiError error = ApiError.request(404, "not_supported", "no");
      log.rejected(
          new RejectedRequest("req_2", "GET", "/v1/x?secret=1", "", "", "192.0.2.7", error));
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.get(0))
        .contains("\"outcome\":\"exhausted\",\"status\":429,\"code\":\"insufficient_quota\"");
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"time\":\"2026-11-24T12:00:00.000Z\",\"id\":\"req_2\",\"outcome\":\"turned_away\","
                + "\"status\":404,\"code\":\"not_supported\",\"method\":\"GET\","
                + "\"path\":\"/v1/x\",\"client\":\"192.0.2.7\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "401, authentication_error, invalid_api_key",
    "503, overloaded_error, keys_unavailable"
  })
  void wrong_keys_have_a_hundred_lines_a_second_and_are_counted(
      int status, String type, String code) throws Exception {
    ApiError error =
        new ApiError(status, type, code, Optional.empty(), "no", false, Optional.empty());
    var wrong = new RejectedRequest("req_3", "GET", "/v1/models", "", "", "192.0.2.7", error);
    ApiError other = ApiError.request(404, "not_supported", "no");
    var later = new AtomicLong();
    try (var log = new CallLog(out, Calls.JSON, true, at(later))) {
      for (int i = 0; i < 250; i++) {
        log.rejected(wrong);
      }
      log.rejected(new RejectedRequest("req_4", "GET", "/v1/x", "", "", "192.0.2.7", other));
      later.set(1);
      log.rejected(wrong);
      log.rejected(wrong);
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(103);
    assertThat(lines.get(100)).contains("req_4");
    assertThat(lines.get(101)).endsWith("\"client\":\"192.0.2.7\",\"left_out\":150}");
    assertThat(lines.get(102)).doesNotContain("left_out");
  }

  /// So many seconds later.
  private static Clock at(AtomicLong seconds) {
    return new Clock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public Instant wall() {
        return CLOCK.wall().plusSeconds(seconds.get());
      }
    };
  }

  @Test
  void a_call_is_told_by_route_tenant_key_trace_cache_and_batch() throws Exception {
    var head =
        new Head(
            200,
            Map.of(
                "x-sluice-upstream-request-id", "req_up",
                "x-sluice-cache", "miss",
                "x-sluice-batch", "3"));
    JsonNode line = line(true, new Answered(), head);
    assertThat(line.get("route").asText()).isEqualTo("chat");
    assertThat(line.get("tenant").asText()).isEqualTo("search");
    assertThat(line.get("key").asText()).isEqualTo("search-live");
    assertThat(line.get("trace_id").asText()).isEqualTo(TRACE);
    assertThat(line.get("span_id").asText()).isEqualTo("b7ad6b7169203331");
    assertThat(line.get("upstream_id").asText()).isEqualTo("req_up");
    assertThat(line.get("cache").asText()).isEqualTo("miss");
    assertThat(line.get("batch").asText()).isEqualTo("3");
    assertThat(line.has("message")).isFalse();
  }

  @Test
  void a_caller_without_a_key_is_not_named() throws Exception {
    assertThat(line(false, new Answered(), new Head(200, Map.of())).has("key")).isFalse();
  }

  @Test
  void a_failure_says_why_in_our_words_and_never_in_the_providers() throws Exception {
    String prompt = "tell me of my illness";
    var head = new Head(400, Map.of("x-sluice-upstream-request-id", "req_up"));
    List<Failed> failures =
        List.of(
            new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), prompt),
            new Failed.AccountThrottled(
                "openai-project", Failed.Dimension.TOKENS, Optional.empty(), prompt),
            new Failed.Overloaded(503, Optional.empty(), prompt),
            new Failed.Exhausted(prompt),
            new Failed.Invalid(429, "insufficient_quota", Optional.empty(), prompt),
            new Failed.Refused(
                400, "application/json", "{\"error\":{\"message\":\"" + prompt + "\"}}"),
            new Failed.CredentialRefused(Failed.Scope.ACCOUNT, 401, prompt));
    for (Failed why : failures) {
      JsonNode line = line(true, why, head);
      assertThat(line.get("message").asText()).as("%s", why.kind()).isNotEmpty();
      if (!(why instanceof Failed.CredentialRefused)) {
        assertThat(line.toString()).doesNotContain(prompt);
      }
      assertThat(line.has("upstream_code") && line.get("upstream_code").asText().equals(prompt))
          .isFalse();
    }
  }

  @Test
  void a_failure_has_the_providers_status_code_and_request() throws Exception {
    var head = new Head(401, Map.of("x-sluice-upstream-request-id", "req_up"));
    var why = new Failed.CredentialRefused(Failed.Scope.ACCOUNT, 401, "invalid_api_key");
    JsonNode line = line(true, why, head);
    assertThat(line.get("upstream_status").asInt()).isEqualTo(401);
    assertThat(line.get("upstream_code").asText()).isEqualTo("invalid_api_key");
    assertThat(line.get("upstream_id").asText()).isEqualTo("req_up");
    assertThat(line.get("message").asText())
        .startsWith("the provider answered 401 (invalid_api_key) to the gateway's own key");
  }

  /// The head of a refusal does not pass on.
  @Test
  void a_refusal_has_the_providers_status_and_its_code_without_a_head() throws Exception {
    JsonNode line = failed("context_length_exceeded", "your prompt is too long");
    assertThat(line.get("status").asInt()).isEqualTo(400);
    assertThat(line.get("upstream_status").asInt()).isEqualTo(400);
    assertThat(line.get("upstream_code").asText()).isEqualTo("context_length_exceeded");
    assertThat(line.has("upstream_error")).isFalse();
    assertThat(failed("illness", "no").has("upstream_code")).as("may be of a prompt").isFalse();
  }

  @Test
  void what_a_client_was_told_is_kept_with_the_providers_code_and_without_its_words() {
    Failed why = refused("context_length_exceeded", "tell me of my illness");
    assertThat(FailureWords.told(Operation.CHAT, why))
        .contains(
            new ClientError(
                400, "context_length_exceeded", "the provider answered 400 to this request"));
    assertThat(FailureWords.told(Operation.CHAT, refused("illness", "no")).orElseThrow().code())
        .as("a word of a prompt, perhaps")
        .isEmpty();
    assertThat(
            FailureWords.told(Operation.CHAT, new Failed.Refused(404, "text/html", "<p>no</p>"))
                .orElseThrow()
                .code())
        .as("the gateway's own words")
        .isEqualTo("upstream_refused");
    assertThat(FailureWords.told(Operation.CHAT, new Failed.Cancelled())).isEmpty();
  }

  private JsonNode failed(String code, String message) throws Exception {
    out.reset();
    try (var log = new CallLog(out, Calls.JSON, true, CLOCK)) {
      log.callEnded(traced(), report(refused(code, message)));
    }
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static Failed refused(String code, String message) {
    return new Failed.Refused(
        400,
        "application/json",
        "{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code));
  }

  @Test
  void a_providers_own_words_are_logged_for_the_keys_and_the_time_that_are_asked_for()
      throws Exception {
    var later = new AtomicLong();
    var forLive = new UpstreamErrors(List.of("search-live"), Optional.of(Duration.ofMinutes(1)));
    try (var log = new CallLog(out, Calls.JSON, true, at(later))) {
      log.callEnded(traced(), report(refused("c", "before")));
      assertThat(log.use(forLive)).isTrue();
      assertThat(log.use(forLive)).as("its time goes on").isFalse();
      log.callEnded(traced(), report(refused("c", "words")));
      log.callEnded(
          traced(), report(new Failed.Throttled(Dimension.TOKENS, Optional.empty(), "t")));
      log.callEnded(call("m"), report(refused("c", "of another key")));
      later.set(60);
      log.callEnded(traced(), report(refused("c", "late")));
      log.use(new UpstreamErrors(List.of("other"), Optional.empty()));
      log.callEnded(traced(), report(refused("c", "of no key that is asked for")));
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(6);
    assertThat(lines.get(1).path("upstream_error").asText()).isEqualTo("words");
    assertThat(lines).filteredOn(line -> line.has("upstream_error")).hasSize(1);
  }

  /// A throttled call has had an answer if its head says so.
  @Test
  void ten_lines_a_second_have_a_providers_words_and_each_is_cut() throws Exception {
    var later = new AtomicLong();
    try (var log = new CallLog(out, Calls.JSON, true, at(later))) {
      log.use(new UpstreamErrors(List.of(), Optional.of(Duration.ofMinutes(1))));
      for (int i = 0; i < 25; i++) {
        log.callEnded(traced(), report(refused("c", "x".repeat(2_000))));
      }
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).filteredOn(line -> line.contains("upstream_error")).hasSize(10);
    assertThat(lines.getFirst()).contains("x".repeat(512)).doesNotContain("x".repeat(513));
  }

  @Test
  void a_request_with_a_key_that_is_turned_away_names_it() throws Exception {
    ApiError error = ApiError.request(403, "model_not_allowed", "no");
    var request =
        new RejectedRequest("req_2", "POST", "/v1/x", "m", "search-live", "192.0.2.7", error);
    try (var log = new CallLog(out, Calls.JSON, true, CLOCK)) {
      log.rejected(request);
      log.use(false);
      log.rejected(request);
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.get(0)).contains("\"key\":\"search-live\",\"client\":\"192.0.2.7\"");
    assertThat(lines.get(1)).doesNotContain("search-live");
  }

  @Test
  void a_status_of_an_earlier_attempt_is_not_that_of_the_failure() throws Exception {
    var why = new Failed.Unreachable(Failed.Obstacle.DNS, "its name does not resolve");
    assertThat(line(true, why, new Head(503, Map.of())).has("upstream_status")).isFalse();
  }

  @Test
  void a_line_for_people_is_names_and_values() throws Exception {
    try (var log = new CallLog(out, Calls.TEXT, false, CLOCK)) {
      log.callEnded(call("a model"), report(new Answered()));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith(
            "2026-11-24T12:00:00.000Z id=req_1 operation=chat model=\"a model\" stream=true"
                + " outcome=answered target=openai/gpt-5-mini attempts=2 duration_ms=1234 ")
        .endsWith(" committed=true\n");
  }

  private JsonNode line(boolean keyed, Outcome outcome, Head head) throws Exception {
    out.reset();
    try (var log = new CallLog(out, Calls.JSON, keyed, CLOCK)) {
      log.callEnded(traced(), report(outcome, head));
    }
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static Call traced() {
    Call plain = call("m");
    return new Call(
        plain.id(),
        plain.operation(),
        plain.facts(),
        plain.body(),
        plain.headers(),
        0,
        plain.deadline(),
        plain.loop(),
        new SchedulingHints(Band.NORMAL, "search", 0).by("search-live"),
        FailedTargets.NONE,
        new Call.Trace(TRACE, "00f067aa0ba902b7", "b7ad6b7169203331", true),
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  private static Report report(Outcome outcome, Head head) {
    Report plain = report(outcome);
    return new Report(
        outcome,
        plain.history(),
        plain.duration(),
        plain.firstToken(),
        plain.overhead(),
        plain.usage(),
        true,
        "chat",
        List.of(),
        Optional.of(head));
  }

  /// C20.
  @Test
  void what_a_client_calls_a_model_cannot_break_a_line() throws Exception {
    String model = "../\r\n{\"id\":\"forged\"}\u0000" + "x".repeat(1000);
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(call(model), report(new Answered()));
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(text);
    assertThat(line.get("id").asText()).isEqualTo("req_1");
    assertThat(line.get("model").asText()).isEqualTo(model.substring(0, 128));
  }

  @Test
  void what_people_do_not_see_in_a_name_is_escaped() throws Exception {
    String model = "gpt\u202e5\u200b\u2028\uD83D\uDE00\uDB40\uDC01";
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(call(model), report(new Answered()));
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("\"gpt\\u202e5\\u200b\\u2028\uD83D\uDE00\\udb40\\udc01\"");
    assertThat(new ObjectMapper().readTree(text).get("model").asText()).isEqualTo(model);
  }

  /// P20.
  @Test
  void a_blocked_reader_blocks_no_call() {
    var blocked = new CountDownLatch(1);
    var entered = new CountDownLatch(1);
    var stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            entered.countDown();
            try {
              blocked.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (var log = new CallLog(stuck, Line.Form.JSON, false, CLOCK, 100)) {
      log.callEnded(call("m"), report(new Answered()));
      await().until(() -> entered.getCount() == 0);
      for (int i = 0; i < 1000; i++) {
        log.callEnded(call("m"), report(new Answered()));
      }
      assertThat(log.dropped()).isEqualTo(900);
    }
    blocked.countDown();
  }

  private static Call call(String model) {
    return LoggedCall.of(model);
  }

  @Test
  void the_attempts_of_a_call_are_listed() throws Exception {
    var first = new AttemptHistory.Step("a/x", Optional.empty());
    var second = new AttemptHistory.Step("b/y", Optional.of("overloaded"));
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(
          call("m"),
          report(
              new Answered(), new AttemptHistory("b/y", 2, List.of(first, second), Duration.ZERO)));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"attempts\":2,\"tries\":[\"a/x\",\"b/y after overloaded\"],");
  }

  private static Report report(Outcome outcome) {
    return report(outcome, new AttemptHistory("openai/gpt-5-mini", 2, List.of(), Duration.ZERO));
  }

  private static Report report(Outcome outcome, AttemptHistory history) {
    return Reports.of(
        outcome,
        history,
        Duration.ofMillis(1234),
        Optional.of(Duration.ofMillis(345)),
        Duration.ofNanos(78_900),
        new Usage(10, 20, 0, false),
        true);
  }

  @Test
  void the_wait_in_the_queue_is_told_apart_from_the_gateways_own_time() throws Exception {
    var waited = new AttemptHistory("openai/gpt-5-mini", 1, List.of(), Duration.ofSeconds(1));
    JsonNode line = line(report(new Answered(), waited));
    assertThat(line.get("queue_ms").asInt()).isEqualTo(1_000);
    assertThat(line.get("provider_ms").asInt()).isEqualTo(233);
    assertThat(line.get("overhead_us").asInt()).isEqualTo(78);
    assertThat(line(report(new Answered())).has("queue_ms")).isFalse();
  }

  private JsonNode line(Report report) throws Exception {
    out.reset();
    try (var log = new CallLog(out, Calls.JSON, false, CLOCK)) {
      log.callEnded(call("m"), report);
    }
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }
}
