package dev.sluice.provider.prefill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.TargetConfig.Prefill;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefilledChatTest {
  private static final String GIVEN = "given is a text of some length";
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
  @ValueSource(strings = {GIVEN, "giv", "g"})
  void a_beginning_that_is_repeated_is_taken_out(String part) {
    var echo = new EchoRemover(GIVEN);
    String rest = echo.rest(part) + echo.rest(GIVEN.substring(part.length()) + " more");
    assertThat(rest).isEqualTo(" more");
    assertThat(echo.end()).isEmpty();
  }

  @Test
  void a_text_that_only_looks_like_it_stays() {
    var echo = new EchoRemover(GIVEN);
    assertThat(echo.rest("giv")).isEmpty();
    assertThat(echo.rest("ing")).isEqualTo("giving");
    var ended = new EchoRemover(GIVEN);
    assertThat(ended.rest("giv") + ended.end()).isEqualTo("giv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "data: [DONE]",
        "data: [DONE]\n"
      })
  void a_last_event_without_its_blank_line_is_told_at_the_end(String event) throws Exception {
    PrefilledChat chat = of(asking(""), DELIVERED, Prefill.PREFIX).orElseThrow();
    assertThat(chat.join(Calls.utf8(event)).orElseThrow().isReadable()).isFalse();
    assertThat(chat.end().toString(UTF_8)).containsAnyOf("\"stop\"", "[DONE]").endsWith("\n\n");
    assertThat(chat.end().isReadable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ha ", "1, 2, 3", "ha ha ha ha ha ha ", "ha ha ha ha ha ha h", "----------------"})
  void a_text_may_go_on_with_a_beginning_that_is_short_or_periodic(String given) {
    var echo = new EchoRemover(given);
    assertThat(echo.rest(given) + echo.rest(given + "!")).isEqualTo(given + given + "!");
    assertThat(echo.end()).isEmpty();
  }

  @Test
  void a_large_body_is_read_by_the_pool_even_if_the_call_ends_meanwhile() throws Exception {
    String large = "x".repeat(WorkerPool.LOOP_MAX);
    Call call = call(body("\"messages\":[{\"role\":\"user\",\"content\":\"" + large + "\"}]"));
    ByteBuf bytes = call.body().bytes();
    var pool =
        new WorkerPool() {
          @Override
          public <T> T call(Callable<T> work) {
            assertThat(bytes.refCnt()).isEqualTo(2);
            call.body().close();
            return assertDoesNotThrow(work::call);
          }
        };
    byte[] delivered = DELIVERED.getBytes(UTF_8);
    assertThat(PrefilledChat.of(call, delivered, Prefill.PREFIX, pool)).isPresent();
    assertThat(bytes.refCnt()).isZero();
  }

  private static String asking(String more) {
    return body("\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]" + more);
  }

  private static String body(String properties) {
    return "{\"model\":\"m\",\"stream\":true," + properties + "}";
  }

  private static Optional<PrefilledChat> of(String body, String delivered, Prefill how)
      throws InterruptedException {
    try (var pool = new PlatformThreads(1)) {
      return PrefilledChat.of(call(body), delivered.getBytes(UTF_8), how, pool);
    }
  }

  private static Call call(String body) {
    Call call = Calls.streamed(new VirtualLoop(), "m");
    return call.with(
        call.id(),
        call.facts(),
        new Body(Calls.utf8(body), () -> {}),
        call.deadline(),
        call.hints());
  }
}
