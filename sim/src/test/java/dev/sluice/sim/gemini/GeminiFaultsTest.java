package dev.sluice.sim.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.HttpCalls;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The faults in the grammar of Gemini's dialect: whole answers, events, and an array.
class GeminiFaultsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final HttpCalls CALLS = new HttpCalls(SIMULATOR.port());
  private static final String MODEL = "/v1beta/models/m:";
  private static final String EVENTS = MODEL + "streamGenerateContent?alt=sse";
  private static final String ARRAY = MODEL + "streamGenerateContent";
  private static final String WHOLE = MODEL + "generateContent";
  private static final String HI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";

  @AfterAll
  static void everything_is_given_back() {
    CALLS.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  private static HttpResponse<String> call(String path, String fault) throws IOException {
    return CALLS.send("POST", path, HI, "x-sim-fault", fault);
  }

  private static List<String> events(String fault) throws IOException {
    String body = call(EVENTS, fault).body();
    return Arrays.stream(body.split("\n\n", -1)).filter(e -> !e.isEmpty()).toList();
  }

  private static JsonNode array(String fault) throws IOException {
    return HttpCalls.json(call(ARRAY, fault).body());
  }

  private static JsonNode error(String fault) throws IOException {
    return HttpCalls.json(call(WHOLE, fault).body()).path("error");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, INVALID_ARGUMENT",
    "401, 401, UNAUTHENTICATED",
    "403, 403, PERMISSION_DENIED",
    "404, 404, NOT_FOUND",
    "409, 409, ABORTED",
    "429, 429, RESOURCE_EXHAUSTED",
    "499, 499, CANCELLED",
    "500, 500, INTERNAL",
    "501, 501, UNIMPLEMENTED",
    "503, 503, UNAVAILABLE",
    "504, 504, DEADLINE_EXCEEDED",
    "insufficient-quota, 429, RESOURCE_EXHAUSTED",
    "poison=Hi, 400, INVALID_ARGUMENT"
  })
  void errors_have_their_status_and_their_name(String fault, int status, String name)
      throws IOException {
    for (String path : new String[] {WHOLE, EVENTS, ARRAY}) {
      HttpResponse<String> answer = call(path, fault);
      assertThat(answer.statusCode()).isEqualTo(status);
      JsonNode body = HttpCalls.json(answer.body());
      JsonNode error = (path.equals(ARRAY) ? body.path(0) : body).path("error");
      assertThat(error.path("status").asText()).isEqualTo(name);
      assertThat(error.path("code").asInt()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "seconds:2, PerMinute, 2s",
    "decimal:1.5, PerMinute, 1.5s",
    "ms:1500, PerMinute, 1.5s",
    "date:30, PerMinute, ''",
    "past-date, PerMinute, ''",
    "negative, PerMinute, -5s",
    "huge, PerMinute, 1000000000s",
    "garbage, PerMinute, soon; \"maybe\"",
    "reset:6m0s, PerMinute, 360s",
    "day:2050, PerDay, 2050s"
  })
  void a_hint_stands_in_the_details(String form, String quota, String delay) throws IOException {
    JsonNode details = error("throttle=" + form).path("details");
    assertThat(details.findValue("quotaId").asText()).contains(quota);
    String told = details.findValue("retryDelay").asText();
    assertThat(told).isEqualTo(delay.isEmpty() ? told : delay).isNotEmpty();
    assertThat(call(WHOLE, "throttle=" + form).headers().map()).doesNotContainKey("retry-after");
  }

  @Test
  void a_hint_may_be_missing_or_stand_in_the_message_alone() throws IOException {
    assertThat(error("throttle").has("details")).isFalse();
    JsonNode told = error("throttle=body:1.5");
    assertThat(told.has("details")).isFalse();
    assertThat(told.path("message").asText()).endsWith("Please retry in 1.5s.");
  }

  @Test
  void a_real_limit_tells_its_quota_and_when_to_come_again() throws IOException {
    Model limited = Model.named("m").limits(new ModelLimits(Limit.perMinute(1), null, 9, false));
    try (Simulator narrow = Simulator.start(Scenario.of(limited), 0);
        HttpCalls calls = new HttpCalls(narrow.port())) {
      calls.post(WHOLE, HI);
      JsonNode error = calls.post(WHOLE, HI).path("error");
      assertThat(error.findValue("quotaValue").asText()).isEqualTo("1");
      assertThat(error.findValue("retryDelay").asText()).matches("[0-9.]+s");
      assertThat(error.path("message").asText()).contains("limit: 1").contains("Please retry in");
    }
  }

  @Test
  void a_stream_breaks_behind_as_many_tokens_as_in_other_dialects() throws IOException {
    assertThat(events("end-after=3")).hasSize(2);
    assertThat(events("end-after=1")).isEmpty();
    assertThat(call(ARRAY, "end-after=3").body()).startsWith("[{").doesNotContain("]\n]");
    assertThatThrownBy(() -> array("end-after=3")).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void a_stream_is_cut_inside_a_brace() throws IOException {
    assertThat(events("end-in-event=3")).hasSize(3).last().asString().doesNotEndWith("}");
    String cut = call(ARRAY, "end-in-event=3").body();
    assertThat(cut.split(",\n", -1)).hasSize(3);
    assertThatThrownBy(() -> HttpCalls.json(cut)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void errors_come_as_events_and_as_elements() throws IOException {
    assertThat(events("error-in-200=429"))
        .singleElement()
        .asString()
        .startsWith("data: {\"error\":{\"code\":429");
    assertThat(events("error-after=3")).hasSize(3).last().asString().contains("UNAVAILABLE");
    assertThat(array("error-in-200").path(0).at("/error/status").asText()).isEqualTo("UNAVAILABLE");
    assertThat(array("error-after=3")).hasSize(3);
    assertThat(array("error-after=3").path(2).has("error")).isTrue();
    assertThat(error("error-in-200=429").path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
  }

  @Test
  void an_event_breaks_off_or_has_bytes_that_are_no_text() throws IOException {
    assertThat(events("malformed-event").get(1)).doesNotEndWith("}");
    assertThat(events("invalid-utf8").get(1)).contains("\"text\":\"\uFFFD(\uFFFD");
    assertThat(events("oversized-event=100KiB").get(1)).contains("x".repeat(100 * 1024));
  }

  @Test
  void an_end_may_have_no_reason_or_come_twice() throws IOException {
    assertThat(events("no-finish")).hasSize(17).noneMatch(e -> e.contains("finishReason"));
    assertThat(call(WHOLE, "no-finish").body()).doesNotContain("finishReason");
    assertThat(events("last-twice"))
        .hasSize(18)
        .filteredOn(e -> e.contains("finishReason"))
        .hasSize(2);
    assertThat(array("last-twice").findValues("finishReason")).hasSize(2);
  }

  @Test
  void the_content_filter_stops_an_answer_or_its_prompt() throws IOException {
    JsonNode cut = HttpCalls.json(call(WHOLE, "filtered").body());
    assertThat(cut.at("/candidates/0/finishReason").asText()).isEqualTo("SAFETY");
    assertThat(cut.at("/candidates/0/content/parts/0/text").asText()).isNotEmpty();
    JsonNode empty = HttpCalls.json(call(WHOLE, "filtered=empty").body()).at("/candidates/0");
    assertThat(empty.has("content")).isFalse();
    assertThat(empty.has("safetyRatings")).isTrue();
    JsonNode blocked = HttpCalls.json(call(WHOLE, "filtered=prompt").body());
    assertThat(blocked.at("/promptFeedback/blockReason").asText()).isEqualTo("SAFETY");
    assertThat(blocked.has("candidates")).isFalse();
    assertThat(events("filtered=prompt")).singleElement().asString().contains("blockReason");
    assertThat(events("filtered")).hasSize(9);
    assertThat(array("filtered=empty")).hasSize(1);
  }

  @Test
  void an_answer_may_be_wrong_about_itself() throws IOException {
    assertThat(call(WHOLE, "wrong-count").body()).doesNotContain("candidates");
    assertThat(call(WHOLE, "wrong-count=1").body()).contains("\"index\":1");
    assertThat(call(WHOLE, "no-usage").body()).doesNotContain("usageMetadata");
    assertThat(call(WHOLE, "negative-usage").body()).contains("\"candidatesTokenCount\":-17");
    assertThat(events("absurd-usage").getLast()).contains("\"candidatesTokenCount\":1000000000");
  }

  @Test
  void vectors_may_be_too_few_or_too_many() throws IOException {
    String one = "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":2}";
    String body = "{\"requests\":[" + one + "," + one.replace("\"a\"", "\"b\"") + "]}";
    for (String[] each :
        new String[][] {{"half-missing", "1"}, {"duplicates", "4"}, {"contradiction", "3"}}) {
      JsonNode answer = CALLS.post(MODEL + "batchEmbedContents", body, "x-sim-fault", each[0]);
      assertThat(answer.path("embeddings")).hasSize(Integer.parseInt(each[1]));
    }
  }

  @Test
  void an_array_may_have_blanks_where_json_allows_them() throws IOException {
    assertThat(array("odd-events")).hasSize(17);
    assertThat(call(ARRAY, "odd-events").body()).contains("\r\n\t");
  }

  /// But for those that never end or have no head: a call by name gets what a call by header gets.
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {
        "STATUS",
        "HTML",
        "FILTERED",
        "LAST_TWICE",
        "SEQUENCE_JUMP",
        "NO_USAGE",
        "UNORDERED"
      })
  void a_fault_comes_by_the_models_name_too(Fault fault) throws IOException {
    String named = "/v1beta/models/sim-fault/" + fault.label() + ":generateContent";
    assertThat(CALLS.send("POST", named, HI).statusCode())
        .isEqualTo(call(WHOLE, fault.label()).statusCode());
  }
}
