package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls in Anthropic's dialect as they come from a client and as they reach a provider of the same
/// one, and back, over sockets: bytes are equal but for the model's name. The cases are files.
class MessagesPassThroughTest {
  private static final String NAME = "own";

  /// How many bytes the provider sends at a time, which cuts lines, characters and events.
  private static final int PART = 7;

  private MessagesProvider provider;
  private Rig rig;
  private volatile MessagesCase now;

  static List<MessagesCase> cases() throws IOException {
    return MessagesCase.all("messages");
  }

  @BeforeEach
  void start() throws IOException {
    provider = new MessagesProvider(_ -> this::answer);
    String route = "  r: {models: [claude], targets: [{provider: own, model: claude-opus-5-5}]}\n";
    rig = Rig.start("providers:\n" + provider.line(NAME) + "routes:\n" + route);
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
    provider.close();
  }

  private void answer(MessagesCall call) throws IOException {
    String said = call.streamed() ? now.stream("stream") : now.body("answer");
    byte[] bytes = said.getBytes(UTF_8);
    call.begin("request-id: req_provider");
    for (int at = 0; at < bytes.length; at += PART) {
      call.say(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART)));
    }
    call.end();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_call_and_its_answer_pass_as_they_are(MessagesCase given) throws IOException {
    now = given;
    for (boolean stream : new boolean[] {true, false}) {
      Reply reply = call(given.request("request", stream), given.lines("headers"));
      MessagesCall upstream = provider.calls(NAME).getLast();
      assertThat(upstream.body()).isEqualTo(given.request("-> request", stream));
      assertThat(upstream.head().lines())
          .contains(given.lines("-> headers"))
          .noneMatch(line -> line.contains("sk-of-the-client"));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.whole()).isTrue();
      assertThat(reply.body())
          .isEqualTo(stream ? given.stream("-> stream") : given.body("-> answer"));
    }
    assertThat(provider.calls(NAME)).hasSize(2);
  }

  private Reply call(String body, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "x-api-key: sk-of-the-client";
    try (RawCall call = rig.connect()) {
      return call.post("/v1/messages?beta=true", body, all).reply();
    }
  }

  /// So that no case lets a change pass that nobody has seen.
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_case_demands_equal_bytes_but_for_the_models_name(MessagesCase given) {
    String client = given.body("request").replaceFirst("\"claude\"", "\"claude-opus-5-5\"");
    assertThat(given.body("-> request")).isEqualTo(client);
    assertThat(given.stream("-> stream")).isEqualTo(given.stream("stream"));
    assertThat(given.body("-> answer")).isEqualTo(given.body("answer"));
  }
}
