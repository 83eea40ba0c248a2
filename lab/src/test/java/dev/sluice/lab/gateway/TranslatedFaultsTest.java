package dev.sluice.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.lab.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a provider does wrong, a client of another dialect is told the same as one of the
/// provider's own.
class TranslatedFaultsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final String TIMES = "first_token: 300ms, stall: 300ms, total: 1s";
  private static final Rig RIG =
      Rig.start(
          Rig.provider("chat", SIMULATOR.port())
              + "  claude: {type: anthropic, url: \"http://127.0.0.1:%d\", key: k, allow_private: true}\n"
                  .formatted(SIMULATOR.port())
              + "  responses: {type: compatible, api: responses, url: \"http://127.0.0.1:%d/v1\", allow_private: true}\n"
                  .formatted(SIMULATOR.port())
              + "  chats: {type: compatible, api: chat, url: \"http://127.0.0.1:%d/v1\", allow_private: true}\n"
                  .formatted(SIMULATOR.port())
              + "  google: {type: gemini, api: gemini, url: \"http://127.0.0.1:%d\", key: k, allow_private: true}\n"
                  .formatted(SIMULATOR.port())
              + "defaults: {breaker: off}\n"
              + "routes:\n"
              + Rig.route("chat", "to-chat/*", "chat", TIMES)
              + Rig.route("claude", "to-claude/*", "claude", TIMES)
              + Rig.route("responses", "to-responses/*", "responses", TIMES)
              + Rig.route("chats", "to-chats/*", "chats", TIMES)
              + Rig.route("google", "to-google/*", "google", TIMES));

  private static final Pattern CODE =
      Pattern.compile("\\(([a-z_]+)\\)\"|\"(?:code|reason)\":\"([a-z_]+)\"");

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"INVALID_UTF8", "WRONG_COUNT"})
  void a_fault_of_a_provider_of_chats_is_the_same_to_a_client_of_messages(Fault fault)
      throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      String model = "to-chat/sim-fault/" + fault.label();
      assertThat(message(model, stream)).as("streamed: " + stream).isEqualTo(chat(model, stream));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INVALID_UTF8")
  void a_fault_of_a_provider_of_messages_is_the_same_to_a_client_of_chats(Fault fault)
      throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      String model = "to-claude/sim-fault/" + fault.label();
      assertThat(chat(model, stream)).as("streamed: " + stream).isEqualTo(message(model, stream));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"INVALID_UTF8", "WRONG_COUNT"})
  void a_fault_of_a_provider_of_chats_is_the_same_to_a_client_of_responses(Fault fault)
      throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      String model = "to-chats/sim-fault/" + fault.label();
      assertThat(response(model, stream)).as("streamed: " + stream).isEqualTo(chat(model, stream));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"INVALID_UTF8", "WRONG_COUNT"})
  void a_fault_of_a_provider_of_chats_is_the_same_to_a_client_of_google(Fault fault)
      throws IOException {
    String model = "to-chat/sim-fault/" + fault.label();
    assertThat(gemini(model, "generateContent")).isEqualTo(chat(model, false));
    assertThat(gemini(model, "streamGenerateContent?alt=sse")).isEqualTo(chat(model, true));
    assertThat(gemini(model, "streamGenerateContent")).isEqualTo(chat(model, true));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"INVALID_UTF8", "WRONG_COUNT", "NO_FINISH", "OVERSIZED_EVENT"})
  void a_fault_of_google_is_the_same_to_a_client_of_chats(Fault fault) throws IOException {
    String model = "to-google/sim-fault/" + fault.label();
    assertThat(chat(model, false)).isEqualTo(gemini(model, "generateContent"));
    assertThat(chat(model, true)).isEqualTo(gemini(model, "streamGenerateContent?alt=sse"));
    assertThat(chat(model, true)).isEqualTo(gemini(model, "streamGenerateContent"));
  }

  /// A provider of responses says in an event that an answer has failed: it ends no other client's
  /// stream, which would look complete.
  @ParameterizedTest
  @CsvSource({
    "failed-after, cut upstream_overloaded",
    "error-after, cut upstream_overloaded",
    "end-after, cut stream_truncated",
    "sequence-jump, cut upstream_bad_response",
    "last-twice, answered true",
    "failed-after=1, refused upstream_overloaded true",
  })
  void a_failed_response_is_no_end_of_a_chat_or_a_message(String fault, String told)
      throws IOException {
    String model = "to-responses/sim-fault/" + fault;
    assertThat(chat(model, true)).isEqualTo(told);
    assertThat(message(model, true)).isEqualTo(told);
  }

  /// Bytes that pass where they need not be read, and no choice at all.
  @Test
  void what_has_no_form_in_the_other_dialect_is_a_bad_answer() throws IOException {
    String bad = "refused upstream_bad_response true";
    assertThat(message("to-chat/sim-fault/invalid-utf8", false)).isEqualTo(bad);
    assertThat(chat("to-claude/sim-fault/invalid-utf8", false)).isEqualTo(bad);
    assertThat(message("to-chat/sim-fault/wrong-count", false)).isEqualTo(bad);
    String cut = "refused stream_truncated true";
    assertThat(chat("to-google/sim-fault/wrong-count", false)).isEqualTo(cut);
    assertThat(chat("to-google/sim-fault/no-finish", false)).isEqualTo(cut);
  }

  /// An event that is passed on in parts, or must be whole to be read.
  @Test
  void an_event_without_end_ends_both_as_cut() throws IOException {
    String model = "to-google/sim-fault/oversized-event";
    assertThat(chat(model, true)).startsWith("cut ");
    assertThat(gemini(model, "streamGenerateContent?alt=sse")).startsWith("cut ");
    assertThat(gemini(model, "streamGenerateContent")).startsWith("cut ");
  }

  private static String chat(String model, boolean stream) throws IOException {
    return told(RIG.chat(model, stream), "{\"error\":", "data: {\"error\":", "[DONE]");
  }

  private static String message(String model, boolean stream) throws IOException {
    String body = RawCall.chat(model, stream).replace("{\"model\"", "{\"max_tokens\":9,\"model\"");
    Reply reply = RIG.call("/v1/messages", body);
    return told(reply, "{\"type\":\"error\",\"error\":", "event: error\n", "message_stop");
  }

  private static String response(String model, boolean stream) throws IOException {
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"store\":false,\"input\":\"Hi\"}"
            .formatted(model, stream);
    Reply reply = RIG.call("/v1/responses", body);
    return told(reply, "{\"error\":", "event: response.failed\n", "response.completed");
  }

  private static String gemini(String model, String verb) throws IOException {
    String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
    Reply reply = RIG.call("/v1beta/models/" + model + ":" + verb, body);
    boolean array = verb.equals("streamGenerateContent");
    return told(
        reply,
        array ? "[{\"error\":" : "{\"error\":",
        array ? "\n,\n{\"error\":" : "data: {\"error\":",
        "");
  }

  /// What a client makes of it, whatever its dialect.
  private static String told(Reply reply, String error, String event, String end) {
    if (reply.status() != 200) {
      assertThat(reply.body()).startsWith(error);
      return "refused " + code(reply) + " " + reply.header("x-should-retry");
    }
    int failed = reply.body().lastIndexOf(event);
    if (failed >= 0) {
      // Gemini's streams have no last word: there the error is the last that is said.
      int last = reply.body().lastIndexOf(end.isEmpty() ? "{\"candidates\"" : end);
      assertThat(last).isLessThan(end.isEmpty() ? failed : 0);
      return "cut " + code(reply);
    }
    return "answered " + reply.whole();
  }

  private static String code(Reply reply) {
    Matcher code = CODE.matcher(reply.body());
    String last = "";
    while (code.find()) {
      last = code.group(1) == null ? code.group(2) : code.group(1);
    }
    return last;
  }
}
