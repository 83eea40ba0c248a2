package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls in Gemini's dialect as they come from a client and as they reach a provider of the same
/// one, and back, over sockets: bytes are equal, and the path has the target's name of the model.
class GeminiPassThroughTest {
  private static final String NAME = "own";
  private static final String MODELS = "/own/v1beta/models/";

  /// How many bytes the provider sends at a time, which cuts lines, characters and events.
  private static final int PART = 7;

  private static final String REQUEST =
      "{ \"contents\": [{\"role\":\"user\",\"parts\":[{\"text\":\"Größe?\"}]}],"
          + "\"x\":1.50,\"generation_config\":{\"temperature\":1.0}}\n";
  private static final String FIRST =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Größe\"}],\"role\":\"model\"},"
          + "\"index\":0,\"y\":1e2}]}";
  private static final String LAST =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"get\",\"args\":{}},"
          + "\"thoughtSignature\":\"QUJD\"}]},\"finishReason\":\"STOP\",\"index\":0}],"
          + "\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2}}";
  private static final String STREAM = "data: " + FIRST + "\r\n\r\ndata: " + LAST + "\r\n\r\n";

  private MessagesProvider provider;
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    provider = new MessagesProvider(_ -> GeminiPassThroughTest::answer);
    String line = provider.line(NAME).replace("type: anthropic, api: messages", "type: gemini");
    String route = "  r: {models: [g], targets: [{provider: own, model: gemini-x}]}\n";
    rig = Rig.start("providers:\n" + line + "routes:\n" + route);
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
    provider.close();
  }

  private static void answer(MessagesCall call) throws IOException {
    boolean streamed = call.head().contains("alt=sse");
    byte[] bytes = (streamed ? STREAM : LAST).getBytes(UTF_8);
    call.begin(200, "content-type: " + (streamed ? "text/event-stream" : "application/json"));
    for (int at = 0; at < bytes.length; at += PART) {
      call.say(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART)));
    }
    call.end();
  }

  private Reply call(String path, String body) throws IOException {
    try (RawCall call = rig.connect()) {
      return call.post(path, body, "x-goog-api-key: of-the-client").reply();
    }
  }

  private String path() {
    String head = provider.calls(NAME).getLast().head();
    return head.substring("POST ".length(), head.indexOf(" HTTP"));
  }

  @Test
  void a_call_and_its_answer_pass_as_they_are() throws IOException {
    Reply whole = call("/v1/models/g:generateContent", REQUEST);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(LAST);
    assertThat(path()).isEqualTo(MODELS + "gemini-x:generateContent");
    Reply stream = call("/v1beta/models/g:streamGenerateContent?alt=sse", REQUEST);
    assertThat(stream.body()).isEqualTo(STREAM);
    assertThat(stream.header("content-type")).startsWith("text/event-stream");
    assertThat(path()).isEqualTo(MODELS + "gemini-x:streamGenerateContent?alt=sse");
    for (MessagesCall upstream : provider.calls(NAME)) {
      assertThat(upstream.body()).isEqualTo(REQUEST);
      assertThat(upstream.head())
          .contains("x-goog-api-key: sk-own-provider-key")
          .doesNotContain("of-the-client");
    }
  }

  @Test
  void an_array_has_the_same_elements_as_the_events() throws IOException {
    Reply array = call("/v1beta/models/g:streamGenerateContent", REQUEST);
    assertThat(array.header("content-type")).isEqualTo("application/json");
    assertThat(array.body()).isEqualTo("[" + FIRST + "\n\n,\n" + LAST + "\n\n]\n");
    assertThat(path()).endsWith(":streamGenerateContent?alt=sse");
  }

  @Test
  void a_body_that_repeats_the_models_name_gets_the_targets() throws IOException {
    String batch = "{\"requests\":[{\"model\":\"models/%s\",\"content\":{}}]}";
    call("/v1beta/models/g:batchEmbedContents", batch.formatted("g"));
    assertThat(path()).isEqualTo(MODELS + "gemini-x:batchEmbedContents");
    assertThat(provider.calls(NAME).getLast().body()).isEqualTo(batch.formatted("gemini-x"));
    String count = "{\"generateContentRequest\":{\"model\":\"models/%s\",\"contents\":[]}}";
    call("/v1beta/models/g:countTokens", count.formatted("g"));
    assertThat(path()).isEqualTo(MODELS + "gemini-x:countTokens");
    assertThat(provider.calls(NAME).getLast().body()).isEqualTo(count.formatted("gemini-x"));
  }

  @Test
  void a_key_in_the_query_goes_no_further() throws IOException {
    call("/v1beta/models/g:streamGenerateContent?key=secret&alt=sse", REQUEST);
    assertThat(provider.calls(NAME).getLast().head()).doesNotContain("secret");
  }
}
