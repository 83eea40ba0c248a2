package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls to providers that speak another dialect than their client.
class TranslatedCallsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final String HOST = "http://127.0.0.1:" + SIMULATOR.port();
  private static final Rig RIG =
      Rig.start(
          "providers:\n"
              + Rig.further("chat", HOST + "/v1")
              + anthropic("claude", HOST)
              + "routes:\n"
              + "  strict: {models: [\"strict\"], translate: strict, targets: [{provider: claude, model: m}]}\n"
              + "  both: {models: [\"both\"], targets: [{provider: chat, model: m}, {provider: claude, model: m}]}\n"
              + "  mixed: {models: [\"mixed\"], race: off, targets: [{provider: claude, model: m}, {provider: claude, model: m2}, {provider: chat, model: m, weight: 1}]}\n"
              + "  searching: {models: [\"searching\"], targets: [{provider: chat, model: m}, {provider: claude, model: m, fallback: true}]}\n"
              + Rig.route("chat", "to-chat/*", "chat", "stall: 1s")
              + Rig.route("claude", "to-claude/*", "claude", "stall: 1s"));

  private static final String NO_USAGE =
      """
      HTTP/1.1 400 Bad Request\r
      content-type: application/json\r
      connection: close\r
      \r
      {"error":{"message":"unknown property stream_options"}}""";
  private static final String A_CHAT =
      """
      HTTP/1.1 200 OK\r
      content-type: text/event-stream\r
      connection: close\r
      \r
      data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  private static String anthropic(String name, String url) {
    return "  %s: {type: anthropic, url: \"%s\", key: k, allow_private: true}\n"
        .formatted(name, url);
  }

  private static String message(String model, boolean stream) {
    return "{\"model\":\"%s\",\"max_tokens\":100,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(model, stream);
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  @Test
  void a_message_is_answered_by_a_provider_of_chats() throws IOException {
    Reply reply = RIG.call("/v1/messages", message("to-chat/m", false));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("x-sluice-target")).isEqualTo("chat/*");
    assertThat(reply.body())
        .contains("\"type\":\"message\"", "\"stop_reason\":\"end_turn\"", "\"input_tokens\":")
        .doesNotContain("choices");
    assertThat(reply.whole()).isTrue();
  }

  @Test
  void a_streamed_message_has_the_events_of_its_dialect() throws IOException {
    Reply reply = RIG.call("/v1/messages?beta=true", message("to-chat/m", true));
    assertThat(reply.body())
        .startsWith("event: message_start\n")
        .contains("event: content_block_delta\n", "\"type\":\"text_delta\"")
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
        .doesNotContain("[DONE]", "choices");
    assertThat(reply.header("content-type")).startsWith("text/event-stream");
  }

  @Test
  void a_chat_is_answered_by_a_provider_of_messages() throws IOException {
    Reply whole = RIG.chat("to-claude/m", false);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body())
        .contains("\"object\":\"chat.completion\"", "\"finish_reason\":\"stop\"", "prompt_tokens");
    Reply stream = RIG.chat("to-claude/m", true);
    assertThat(stream.body())
        .contains("\"object\":\"chat.completion.chunk\"")
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("message_stop");
  }

  @Test
  void a_count_of_tokens_is_estimated_where_the_provider_has_none() throws IOException {
    String count =
        "{\"model\":\"to-chat/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    Reply estimated = RIG.call("/v1/messages/count_tokens?beta=true", count);
    assertThat(estimated.body()).isEqualTo("{\"input_tokens\":" + count.length() / 4 + "}");
    assertThat(estimated.header("x-sluice-estimated")).isEqualTo("input_tokens");
    Reply counted = RIG.call("/v1/messages/count_tokens", count.replace("to-chat", "to-claude"));
    assertThat(counted.header("x-sluice-estimated")).isEmpty();
    assertThat(counted.status()).isEqualTo(200);
  }

  @Test
  void what_is_dropped_is_listed_and_a_strict_route_refuses_it() throws IOException {
    String chat =
        "{\"model\":\"%s\",\"seed\":1,\"x\\r\\ny\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    Reply lenient = RIG.call("/v1/chat/completions", chat.formatted("to-claude/m"));
    assertThat(lenient.status()).isEqualTo(200);
    assertThat(lenient.header("x-sluice-dropped")).contains("seed", "x??y");
    Reply strict = RIG.call("/v1/chat/completions", chat.formatted("strict"));
    assertThat(strict.status()).isEqualTo(400);
    assertThat(strict.body()).contains("\"param\":\"seed\"", "translate: strict");
    assertThat(strict.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void what_cannot_be_said_goes_to_a_target_that_speaks_the_dialect() throws IOException {
    String twice =
        "{\"model\":\"mixed\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    for (int i = 0; i < 8; i++) {
      Reply reply = RIG.call("/v1/chat/completions", twice);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-sluice-target")).isEqualTo("chat/m");
    }
    Reply alone = RIG.call("/v1/chat/completions", twice.replace("mixed", "to-claude/m"));
    assertThat(alone.status()).isEqualTo(400);
    assertThat(alone.body()).contains("\"param\":\"n\"", "\"code\":\"untranslatable\"");
    String search =
        message("searching", false)
            .replace(
                "{\"model\"",
                "{\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"s\"}],\"model\"");
    assertThat(RIG.call("/v1/messages", search).header("x-sluice-target")).isEqualTo("claude/m");
    Reply refused = RIG.call("/v1/messages", search.replace("searching", "to-chat/m"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_request_error", "web_search");
  }

  @Test
  void messages_go_first_to_the_target_that_speaks_their_dialect() throws IOException {
    for (int i = 0; i < 8; i++) {
      Reply reply = RIG.call("/v1/messages", message("both", false));
      assertThat(reply.header("x-sluice-target")).isEqualTo("claude/m");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422, 429, 500, 503, 529})
  void an_error_has_the_words_of_its_client(int status) throws IOException {
    String fault = "sim-fault/" + status;
    Reply message = RIG.call("/v1/messages", message("to-chat/" + fault, false));
    int refused = status == 422 ? 400 : status;
    assertThat(message.status()).isEqualTo(status >= 500 ? 529 : refused);
    assertThat(message.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":");
    Reply chat = RIG.chat("to-claude/" + fault, false);
    assertThat(chat.status()).isEqualTo(status >= 500 ? 503 : refused);
    assertThat(chat.body()).startsWith("{\"error\":{");
  }

  @Test
  void a_cut_answer_never_looks_complete() throws IOException {
    for (String fault : List.of("reset-after=6", "fin-after=6", "stall-after=6")) {
      Reply message = RIG.call("/v1/messages", message("to-chat/sim-fault/" + fault, true));
      assertThat(message.body())
          .as(fault)
          .contains("event: error\n")
          .doesNotContain("message_stop");
      Reply chat = RIG.chat("to-claude/sim-fault/" + fault, true);
      assertThat(chat.body()).as(fault).contains("data: {\"error\":").doesNotContain("[DONE]");
      Reply whole = RIG.call("/v1/messages", message("to-chat/sim-fault/" + fault, false));
      assertThat(whole.status()).as(fault).isIn(502, 504);
    }
  }

  @Test
  void a_grammar_that_breaks_ends_the_stream_without_a_made_up_end() throws IOException {
    try (var upstream = new RawUpstream(TranslatedCallsTest::brokenMessage);
        Rig rig =
            Rig.start(
                "providers:\n"
                    + anthropic("claude", "http://127.0.0.1:" + upstream.port())
                    + "routes:\n"
                    + Rig.route("all", "*", "claude", ""))) {
      Reply reply = rig.chat("m", true);
      assertThat(reply.body())
          .contains("\"content\":\"Hello\"", "data: {\"error\":", "upstream_bad_response")
          .doesNotContain("[DONE]", "finish_reason\":\"stop");
    }
  }

  private static void brokenMessage(String request, OutputStream out) throws IOException {
    String events =
        """
        data: {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":1}}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f"}}

        data: {"type":"message_stop"}

        """;
    out.write(events.getBytes(UTF_8));
    out.flush();
  }

  @Test
  void a_server_that_refuses_to_be_asked_for_usage_is_asked_again_without_and_once_only()
      throws IOException {
    List<Boolean> asked = Collections.synchronizedList(new ArrayList<>());
    try (var upstream =
            new RawUpstream(
                "",
                (request, out) -> {
                  asked.add(request.contains("stream_options"));
                  out.write(
                      (request.contains("stream_options") ? NO_USAGE : A_CHAT).getBytes(UTF_8));
                });
        Rig rig =
            Rig.start(
                "providers:\n"
                    + Rig.further("chat", "http://127.0.0.1:" + upstream.port() + "/v1")
                    + "routes:\n"
                    + Rig.route("all", "*", "chat", ""))) {
      for (int i = 0; i < 2; i++) {
        Reply reply = rig.call("/v1/messages", message("m", true));
        assertThat(reply.body()).contains("Hello", "message_stop");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
      }
    }
    assertThat(asked).containsExactly(true, false, false);
  }

  @Test
  void a_provider_that_refuses_to_be_asked_for_usage_is_not_asked() throws IOException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    try (var upstream = new RawUpstream("", (request, out) -> received.add(request));
        Rig rig =
            Rig.start(
                "providers:\n"
                    + "  chat: {type: mistral, url: \"http://127.0.0.1:%d/v1\", key: k, allow_private: true}\n"
                        .formatted(upstream.port())
                    + "routes:\n"
                    + Rig.route("all", "*", "chat", ""))) {
      rig.call("/v1/messages", message("m", true));
      assertThat(received).allSatisfy(body -> assertThat(body).doesNotContain("stream_options"));
    }
  }

  @Test
  void words_of_one_call_do_not_take_the_usage_from_others() throws IOException {
    List<Boolean> asked = Collections.synchronizedList(new ArrayList<>());
    try (var upstream =
            new RawUpstream(
                "",
                (request, out) -> {
                  asked.add(request.contains("include_usage"));
                  String answer = request.contains("my stream_options") ? NO_USAGE : A_CHAT;
                  out.write(answer.getBytes(UTF_8));
                });
        Rig rig =
            Rig.start(
                "providers:\n"
                    + Rig.further("chat", "http://127.0.0.1:" + upstream.port() + "/v1")
                    + "routes:\n"
                    + Rig.route("all", "*", "chat", ""))) {
      String echoed = message("m", true).replace("Hi", "my stream_options");
      assertThat(rig.call("/v1/messages", echoed).status()).isEqualTo(400);
      assertThat(rig.call("/v1/messages", message("m", true)).body()).contains("Hello");
    }
    assertThat(asked).containsExactly(true, false, true);
  }

  @Test
  void a_picture_is_not_counted_by_its_bytes() throws IOException {
    String count =
        message("to-chat/m", false)
            .replace(
                "\"Hi\"",
                "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                    + "QUJD".repeat(100_000)
                    + "\"}}]");
    Reply counted = RIG.call("/v1/messages/count_tokens", count);
    assertThat(counted.body()).matches("\\{\"input_tokens\":16[0-9]{2}}");
  }

  @Test
  void a_large_conversation_is_translated() throws IOException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    String text = "word ".repeat(200_000);
    try (var upstream = new RawUpstream("", (request, out) -> received.add(request));
        Rig rig =
            Rig.start(
                "providers:\n"
                    + Rig.further("chat", "http://127.0.0.1:" + upstream.port() + "/v1")
                    + "routes:\n"
                    + Rig.route("all", "*", "chat", ""))) {
      rig.call("/v1/messages", message("m", false).replace("Hi", text));
      assertThat(received)
          .anySatisfy(body -> assertThat(body).contains(text).contains("max_tokens"));
    }
  }

  @Test
  void thinking_that_another_target_has_sealed_is_left_out_and_no_other_byte_changes()
      throws IOException {
    String own = "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"own\"}";
    String foreign =
        """
        {"type":"thinking","thinking":"t","signature":"slc1.AAAA"} , {"type":"redacted_thinking",\
        "data":"slc1.BBBB"}""";
    String call = "{\"type\":\"tool_use\", \"id\":\"t\",\"name\":\"f\",\"input\":{ }}";
    String body =
        """
        { "model":"m","thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":9, "messages": \
        [{"role":"user","content":"a"} , {"role":"assistant","content":[%s, {"type":"text", "text":"b"}]}, \
        {"role":"user","content":"c"},{"role":"assistant","content":[ %s ]}], "x": 1.50}""";
    String firstTurn = body.formatted("%s", own + " , " + call);
    assertThat(received(firstTurn.formatted(foreign))).isEqualTo(firstTurn.replace("%s, ", ""));
    String lastTurn = body.formatted(own, "%s");
    assertThat(received(lastTurn.formatted(foreign + " , " + call)))
        .isEqualTo(
            lastTurn
                .formatted(call)
                .replace(
                    "{\"type\":\"enabled\",\"budget_tokens\":1024}", "{\"type\":\"disabled\"}"));
  }

  /// What a provider of messages receives of a call.
  private static String received(String body) throws IOException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    try (var upstream = new RawUpstream("", (request, out) -> received.add(request));
        Rig rig =
            Rig.start(
                "providers:\n"
                    + anthropic("claude", "http://127.0.0.1:" + upstream.port())
                    + "routes:\n"
                    + Rig.route("all", "*", "claude", ""))) {
      rig.call("/v1/messages", body);
    }
    return received.getFirst();
  }
}
