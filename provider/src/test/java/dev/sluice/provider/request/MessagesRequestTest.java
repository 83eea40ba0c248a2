package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestTest {
  private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

  private static RequestFacts facts(String more, String messages) throws InvalidRequest {
    return scan(
        Operation.MESSAGES,
        "{\"model\":\"claude\",\"max_tokens\":64" + more + ",\"messages\":[" + messages + "]}");
  }

  private static RequestFacts scan(Operation operation, String body) throws InvalidRequest {
    byte[] bytes = body.getBytes(UTF_8);
    return RequestScanner.scan(operation, bytes, 0, bytes.length);
  }

  private static long prefix(String body) {
    return ConversationReader.prefix(
        Operation.MESSAGES, Unpooled.wrappedBuffer(body.getBytes(UTF_8)));
  }

  @Test
  void model_bound_and_stream_are_found() throws InvalidRequest {
    RequestFacts facts = facts(",\"stream\":true", USER);
    assertThat(facts.model()).isEqualTo("claude");
    assertThat(facts.maxTokens()).hasValue(64);
    assertThat(facts.stream()).isTrue();
    assertThat(facts.pinned()).isFalse();
    assertThat(facts.reuse()).isEqualTo(Cacheability.ASKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"image\","
            + "\"source\":{\"type\":\"url\",\"url\":\"https://h/a\"}}]}}",
        "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"document\",\"source\":"
            + "{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}],"
            + "\"type\":\"content\"}}]}"
      })
  void what_a_document_of_blocks_names_is_seen(String block) throws InvalidRequest {
    String said = "{\"role\":\"user\",\"content\":[" + block + "]}";
    assertThat(facts("", said).attached().named()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"c2ln\"}",
        "{\"type\":\"redacted_thinking\",\"data\":\"c2ln\"}",
        "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}",
        "{\"type\":\"container_upload\",\"file_id\":\"file_1\"}",
        "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}]}"
      })
  void what_one_account_alone_can_read_pins_a_call(String block) throws InvalidRequest {
    String said = "{\"role\":\"assistant\",\"content\":[" + block + "]}";
    RequestFacts facts = facts("", USER + "," + said);
    assertThat(facts.pinned()).isTrue();
    assertThat(facts.reuse()).isEqualTo(Cacheability.NEVER);
  }

  @Test
  void what_only_looks_like_it_does_not() throws InvalidRequest {
    String tool =
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\","
            + "\"input\":{\"signature\":\"x\",\"data\":1}},{\"type\":\"image\","
            + "\"source\":{\"type\":\"base64\",\"data\":\"x\"}},{\"type\":\"tool_result\","
            + "\"tool_use_id\":\"t\",\"content\":\"file_id\"}]}";
    assertThat(facts("", tool).pinned()).isFalse();
  }

  @Test
  void a_request_without_a_bound_is_refused() {
    assertThatThrownBy(
            () -> scan(Operation.MESSAGES, "{\"model\":\"m\",\"messages\":[" + USER + "]}"))
        .hasMessage("the property max_tokens is missing; it must be a whole number");
  }

  @Test
  void a_count_needs_no_bound_and_has_no_stream() throws InvalidRequest {
    String body = "{\"model\":\"m\",\"messages\":[" + USER + "]";
    assertThat(scan(Operation.COUNT_TOKENS, body + "}").model()).isEqualTo("m");
    assertThatThrownBy(() -> scan(Operation.COUNT_TOKENS, body + ",\"stream\":true}"))
        .hasMessageContaining("stream");
  }

  @Test
  void calls_of_one_conversation_have_a_prefix_in_common() {
    String first =
        "{\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: a=1\"},"
            + "{\"type\":\"text\",\"text\":\"be kind\",\"cache_control\":{\"type\":\"ephemeral\"}}],"
            + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\","
            + "\"cache_control\":{\"type\":\"ephemeral\"}}]}]}";
    String second =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]},"
            + "{\"role\":\"assistant\",\"content\":\"yes\"},"
            + USER
            + "],\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: a=2\"},"
            + "{\"type\":\"text\",\"text\":\"be kind\"}]}";
    assertThat(prefix(first)).isEqualTo(prefix(second)).isNotEqualTo(ConversationReader.NONE);
  }

  @Test
  void a_count_belongs_to_the_conversation_that_it_counts() {
    String body = "{\"system\":\"a\",\"messages\":[" + USER + "]}";
    var bytes = Unpooled.wrappedBuffer(body.getBytes(UTF_8));
    assertThat(ConversationReader.prefix(Operation.COUNT_TOKENS, bytes)).isEqualTo(prefix(body));
  }

  @Test
  void a_conversation_may_begin_with_a_text_as_long_as_a_body() {
    String file = "x".repeat(20_000_001);
    assertThat(prefix("{\"messages\":[{\"role\":\"user\",\"content\":\"" + file + "\"}]}"))
        .isNotEqualTo(ConversationReader.NONE);
  }

  @Test
  void other_prompts_tools_and_first_messages_are_other_conversations() {
    String body = "{\"system\":\"a\",\"tools\":[{\"name\":\"t\"}],\"messages\":[" + USER + "]}";
    assertThat(prefix(body))
        .isNotEqualTo(prefix(body.replace("\"a\"", "\"b\"")))
        .isNotEqualTo(prefix(body.replace("\"t\"", "\"u\"")))
        .isNotEqualTo(prefix(body.replace("hi", "ho")));
    assertThat(prefix("{\"messages\":")).isEqualTo(ConversationReader.NONE);
  }
}
