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
              + "defaults: {breaker: off}\n"
              + "routes:\n"
              + Rig.route("chat", "to-chat/*", "chat", TIMES)
              + Rig.route("claude", "to-claude/*", "claude", TIMES)
              + Rig.route("responses", "to-responses/*", "responses", TIMES));

  private static final Pattern CODE = Pattern.compile("\\(([a-z_]+)\\)\"|\"code\":\"([a-z_]+)\"");

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
  }

  private static String chat(String model, boolean stream) throws IOException {
    return told(RIG.chat(model, stream), "{\"error\":", "data: {\"error\":", "[DONE]");
  }

  private static String message(String model, boolean stream) throws IOException {
    String body = RawCall.chat(model, stream).replace("{\"model\"", "{\"max_tokens\":9,\"model\"");
    Reply reply = RIG.call("/v1/messages", body);
    return told(reply, "{\"type\":\"error\",\"error\":", "event: error\n", "message_stop");
  }

  /// What a client makes of it, whatever its dialect.
  private static String told(Reply reply, String error, String event, String end) {
    if (reply.status() != 200) {
      assertThat(reply.body()).startsWith(error);
      return "refused " + code(reply) + " " + reply.header("x-should-retry");
    }
    if (reply.body().contains(event)) {
      assertThat(reply.body()).doesNotContain(end);
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
