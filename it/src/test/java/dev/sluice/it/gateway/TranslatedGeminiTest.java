package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of Gemini's clients at providers of each dialect, and calls of others at one of Gemini's.
class TranslatedGeminiTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final String HOST = "http://127.0.0.1:" + SIMULATOR.port();
  private static final Rig RIG =
      Rig.start(
          "providers:\n"
              + Rig.further("chat", HOST + "/v1")
              + own("claude", "anthropic")
              + own("google", "gemini")
              + "routes:\n"
              + Rig.route("chat", "to-chat/*", "chat", "")
              + Rig.route("claude", "to-claude/*", "claude", "")
              + Rig.route("google", "to-google/*", "google", ""));
  private static final String HI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
          + "\"generationConfig\":{\"maxOutputTokens\":100}}";

  private static String own(String name, String type) {
    return "  %s: {type: %s, url: \"%s\", key: k, allow_private: true}\n"
        .formatted(name, type, HOST);
  }

  private static Reply gemini(String model, String verb) throws IOException {
    return RIG.call("/v1beta/models/" + model + ":" + verb, HI);
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"to-chat/m", "to-claude/m", "to-google/m"})
  void a_client_of_gemini_is_answered_by_a_provider_of_any_dialect(String model)
      throws IOException {
    Reply whole = gemini(model, "generateContent");
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body())
        .contains("\"candidates\":[", "\"finishReason\":\"STOP\"", "\"usageMetadata\":")
        .doesNotContain("choices", "stop_reason");
    Reply stream = gemini(model, "streamGenerateContent?alt=sse");
    assertThat(stream.header("content-type")).startsWith("text/event-stream");
    assertThat(stream.body().strip())
        .startsWith("data: {\"candidates\":")
        .contains("\"finishReason\":\"STOP\"", "\"totalTokenCount\":")
        .doesNotContain("event:", "[DONE]", "choices", ": ping");
    assertThat(stream.whole()).isTrue();
    Reply array = gemini(model, "streamGenerateContent");
    assertThat(array.header("content-type")).isEqualTo("application/json");
    assertThat(array.body().strip())
        .startsWith("[{\"candidates\":")
        .contains("\"finishReason\":\"STOP\"")
        .endsWith("]")
        .doesNotContain("data:");
  }

  @Test
  void a_chat_is_answered_by_a_provider_of_gemini() throws IOException {
    Reply whole = RIG.chat("to-google/m", false);
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.header("x-sluice-target")).isEqualTo("google/*");
    assertThat(whole.body())
        .contains("\"object\":\"chat.completion\"", "\"finish_reason\":\"stop\"", "prompt_tokens");
    Reply stream = RIG.chat("to-google/m", true);
    assertThat(stream.body())
        .contains("\"object\":\"chat.completion.chunk\"")
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("candidates");
  }

  @Test
  void a_message_is_answered_by_a_provider_of_gemini() throws IOException {
    String message =
        "{\"model\":\"to-google/m\",\"max_tokens\":100,\"stream\":%s,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    Reply whole = RIG.call("/v1/messages", message.formatted(false));
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body()).contains("\"type\":\"message\"", "\"stop_reason\":\"end_turn\"");
    assertThat(RIG.call("/v1/messages", message.formatted(true)).body())
        .startsWith("event: message_start\n")
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Test
  void tokens_are_counted_where_the_provider_counts_and_else_estimated() throws IOException {
    Reply estimated = gemini("to-chat/m", "countTokens");
    assertThat(estimated.body()).isEqualTo("{\"totalTokens\":" + HI.length() / 4 + "}");
    assertThat(estimated.header("x-sluice-estimated")).isEqualTo("input_tokens");
    Reply counted = gemini("to-google/m", "countTokens");
    assertThat(counted.body()).contains("\"totalTokens\":");
    assertThat(counted.header("x-sluice-estimated")).isEmpty();
  }

  @Test
  void an_error_is_in_the_words_of_the_client() throws IOException {
    Reply chats = gemini("to-chat/none", "generateContent");
    assertThat(chats.status()).isEqualTo(404);
    assertThat(chats.body()).startsWith("{\"error\":{").contains("\"status\":\"NOT_FOUND\"");
    Reply google = RIG.chat("to-google/none", false);
    assertThat(google.status()).isEqualTo(404);
    assertThat(google.body()).contains("\"error\":{\"message\":").doesNotContain("NOT_FOUND\",");
  }

  @Test
  void embeddings_go_to_every_provider_that_has_some() throws IOException {
    Reply own =
        RIG.call(
            "/v1beta/models/to-google/m:embedContent",
            "{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}");
    assertThat(own.body()).startsWith("{\"embedding\":{\"values\":[");
    Reply other =
        RIG.call(
            "/v1beta/models/to-chat/m:embedContent",
            "{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}");
    assertThat(other.body()).startsWith("{\"embedding\":{\"values\":[");
    Reply none = RIG.call("/v1beta/models/to-claude/m:embedContent", "{\"content\":{}}");
    assertThat(none.status()).isBetween(400, 404);
    assertThat(none.body()).startsWith("{\"error\":{\"code\":4");
  }
}
