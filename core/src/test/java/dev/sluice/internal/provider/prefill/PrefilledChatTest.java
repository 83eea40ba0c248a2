package dev.sluice.internal.provider.prefill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.internal.runtime.PlatformThreads;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefilledChatTest {
  private static final String DELIVERED =
      """
      : a comment

      data: {"id":"x","created":5,"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

      data: {"id":"x","created":5,"model":"m-1","choices":[{"index":0,"delta":{"content":"a \\"b\\" "}}]}

      data: {"id":"x","created":5,"model":"m-1","choices":[{"index":0,"delta":{"content":"\\u00e9"}}]}

      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "max_tokens": 10,"messages":[]        | 8
          "messages":[],"max_tokens": 10        | 8
          "messages":[],"max_completion_tokens":3 | 1
          """)
  void the_bound_on_the_output_is_less_what_was_delivered(String properties, int left)
      throws Exception {
    String body = body(properties.replace("[]", "[{\"role\":\"user\",\"content\":\"q\"}]"));
    PrefilledChat chat = of(body, DELIVERED, Prefill.PREFIX).orElseThrow();
    assertThat(chat.facts().maxTokens()).hasValue(left);
    assertThat(new String(chat.body(), UTF_8))
        .contains("{\"role\":\"assistant\",\"content\":\"a \\\"b\\\" é\",\"prefix\":true}]");
  }

  @Test
  void without_a_token_left_there_is_no_rest() throws Exception {
    assertThat(of(asking(",\"max_tokens\":2"), DELIVERED, Prefill.PREFIX)).isEmpty();
  }

  @Test
  void a_server_that_continues_the_final_message_is_told_so() throws Exception {
    PrefilledChat chat = of(asking(""), DELIVERED, Prefill.CONTINUE_FINAL_MESSAGE).orElseThrow();
    assertThat(new String(chat.body(), UTF_8))
        .isEqualTo(
            "{\"continue_final_message\":true,\"add_generation_prompt\":false,\"model\":\"m\",\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
                + "{\"role\":\"assistant\",\"content\":\"a \\\"b\\\" é\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tool_calls\":[{\"index\":0}]}",
        "{\"reasoning_content\":\"hm\"}",
        "{\"refusal\":\"no\"}"
      })
  void what_is_not_text_is_not_the_beginning_of_one(String delta) throws Exception {
    String event = "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";
    assertThat(of(asking(""), DELIVERED + event, Prefill.PREFIX)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"id\":\"x\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"z\"}}]}\n\n",
        "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"error\":{\"message\":\"no\"}}\n\n",
        "data: [DONE]\n\n",
        "data: {\"id\":"
      })
  void what_has_an_end_or_a_second_choice_or_half_an_event_has_no_rest(String event)
      throws Exception {
    assertThat(of(asking(""), DELIVERED + event, Prefill.PREFIX)).isEmpty();
  }

  @Test
  void a_clients_own_beginning_is_left_alone() throws Exception {
    String body =
        body(
            "\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]");
    assertThat(of(body, DELIVERED, Prefill.PREFIX)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"given", "giv", "g"})
  void a_beginning_that_is_repeated_is_taken_out(String part) {
    var echo = new Echo("given");
    String rest = echo.rest(part) + echo.rest("given".substring(part.length()) + " more");
    assertThat(rest).isEqualTo(" more");
    assertThat(echo.end()).isEmpty();
  }

  @Test
  void a_text_that_only_looks_like_it_stays() {
    var echo = new Echo("given");
    assertThat(echo.rest("giv")).isEmpty();
    assertThat(echo.rest("ing")).isEqualTo("giving");
    var ended = new Echo("given");
    assertThat(ended.rest("giv") + ended.end()).isEqualTo("giv");
  }

  private static String asking(String more) {
    return body("\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]" + more);
  }

  private static String body(String properties) {
    return "{\"model\":\"m\",\"stream\":true," + properties + "}";
  }

  private static Optional<PrefilledChat> of(String body, String delivered, Prefill how)
      throws InterruptedException {
    Call call = Calls.streamed(new VirtualLoop(), "m");
    Call asking =
        call.with(
            call.id(),
            call.facts(),
            new Body(Calls.utf8(body), () -> {}),
            call.deadline(),
            call.hints());
    try (var pool = new PlatformThreads(1)) {
      return PrefilledChat.of(asking, delivered.getBytes(UTF_8), how, pool);
    }
  }
}
