package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private static final String START =
      "event: message_start\n"
          + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
          + "\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,"
          + "\"usage\":{\"input_tokens\":12,\"cache_read_input_tokens\":30,"
          + "\"cache_creation_input_tokens\":8,\"output_tokens\":1}}}\n\n";
  private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
  private static final String OPEN =
      block(
          "{\"type\":\"content_block_start\",\"index\":0,"
              + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
  private static final String TEXT = delta("{\"type\":\"text_delta\",\"text\":\"Größe\"}");
  private static final String CLOSE = block("{\"type\":\"content_block_stop\",\"index\":0}");
  private static final String STOPPING =
      "event: message_delta\n"
          + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}}\n\n";
  private static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  private static final String ALL = START + PING + OPEN + TEXT + CLOSE + STOPPING + STOP;

  private static String block(String data) {
    return "event: content_block\ndata: " + data + "\n\n";
  }

  private static String delta(String delta) {
    return block("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" + delta + "}");
  }

  private static Exchange exchange(Operation operation, boolean stream) {
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]" + (stream ? ",\"stream\":true}" : "}");
    Call call = ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    return new Exchange(
        call,
        new Classifier(ErrorTable.ANTHROPIC),
        UpstreamOptions.asItIs(call),
        AnthropicAnswers.of(operation));
  }

  private static Exchange streamed() {
    return exchange(Operation.MESSAGES, true).head(200, Exchange.EVENTS);
  }

  private static Exchange whole() {
    return exchange(Operation.MESSAGES, false).head(200, Exchange.JSON);
  }

  @Test
  void a_stream_passes_byte_for_byte_and_means_something_from_its_first_text_on() {
    Exchange exchange = streamed();
    for (String event : new String[] {START, PING, OPEN, TEXT, CLOSE, STOPPING, STOP}) {
      exchange.read(event);
    }
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.parts)
        .containsExactly(
            START, PING, OPEN, "!MEANINGFUL", TEXT, CLOSE, STOPPING, "!TERMINATED", STOP);
    assertThat(exchange.sink.told()).contains("usage 50 9 30");
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void a_ping_behind_the_first_text_shows_that_the_provider_is_at_work() {
    Exchange exchange = streamed().read(START).read(PING).read(OPEN).read(PING);
    assertThat(exchange.sink.told()).isEmpty();
    exchange.read(TEXT).read(PING).read(CLOSE).read(PING).read(STOP);
    assertThat(exchange.sink.told()).containsSubsequence("MEANINGFUL", "ALIVE", "ALIVE");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text())
        .isEqualTo(START + PING + OPEN + PING + TEXT + PING + CLOSE + PING + STOP);
  }

  @Test
  void a_stream_that_is_cut_anywhere_is_the_same_in_two_parts_and_never_looks_complete() {
    byte[] all = ALL.getBytes(UTF_8);
    for (int cut = 1; cut < all.length; cut++) {
      Exchange exchange = streamed();
      exchange.body(Unpooled.copiedBuffer(all, 0, cut)).flush();
      exchange.body(Unpooled.copiedBuffer(all, cut, all.length - cut)).flush();
      assertThat(exchange.end()).as("cut at %s", cut).isEqualTo(new Answered());
      assertThat(exchange.sink.text()).as("cut at %s", cut).isEqualTo(ALL);
      Exchange ended = streamed();
      ended.body(Unpooled.copiedBuffer(all, 0, cut)).flush();
      boolean complete = cut >= all.length - 2;
      assertThat(ended.end() instanceof Answered).as("cut at %s", cut).isEqualTo(complete);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}",
        "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}",
        "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"q\\\"\"}",
        "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"char_location\"}}"
      })
  void each_kind_of_delta_means_something(String delta) {
    Exchange exchange = streamed().read(START).read(OPEN);
    assertThat(exchange.sink.told()).isEmpty();
    exchange.read(delta(delta));
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL");
    exchange.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get\",\"input\":{}}",
        "{\"type\":\"redacted_thinking\",\"data\":\"c2VhbGVk\"}"
      })
  void a_block_that_begins_with_what_the_model_says_means_something(String block) {
    Exchange exchange = streamed().read(START);
    exchange.read(
        block("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block + "}"));
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL");
    exchange.end();
  }

  @Test
  void events_and_properties_that_are_unknown_pass() {
    String unknown = "event: later\ndata: {\"type\":\"later\",\"delta\":{\"x\":1},\"y\":[]}\n\n";
    Exchange exchange = streamed().read(START + unknown + TEXT + STOPPING + STOP);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(START + unknown + TEXT + STOPPING + STOP);
  }

  @Test
  void a_stop_reason_alone_is_no_end_and_neither_is_the_end_of_another_dialect() {
    Exchange exchange = streamed().read(START + TEXT + CLOSE + STOPPING);
    assertThat(exchange.end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.TRUNCATED);
    Exchange other = streamed().read(START + TEXT + "data: [DONE]\n\n");
    assertThat(other.end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.MALFORMED);
  }

  @Test
  void nothing_behind_the_stop_is_a_part_of_the_answer() {
    for (String more :
        new String[] {STOP, "data: {]\n\n", PING, "event: error\ndata: {}\n\n", "x"}) {
      Exchange together = streamed().read(ALL + more);
      assertThat(together.end()).as(more).isEqualTo(new Answered());
      assertThat(together.sink.text()).as(more).isEqualTo(ALL);
      assertThat(together.leaked()).isZero();
    }
  }

  @Test
  void what_a_stream_has_used_is_known_in_part_before_it_ends() {
    Exchange exchange = streamed().read(START).read(TEXT);
    assertThat(exchange.sink.usage().input()).isEqualTo(50);
    assertThat(exchange.sink.usage().cached()).isEqualTo(30);
    assertThat(exchange.sink.usage().estimated()).isTrue();
    assertThat(exchange.sink.usage().output()).isPositive();
    exchange.end();
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, Overloaded",
    "api_error, Overloaded",
    "rate_limit_error, Throttled",
    "invalid_request_error, Refused",
    "billing_error, Exhausted",
    "authentication_error, CredentialRefused"
  })
  void an_error_event_ends_the_answer_and_means_what_its_type_says(String kind, String failure) {
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\""
            + kind
            + "\",\"message\":\"no\"}}\n\n";
    Exchange exchange = streamed().read(START + TEXT).read(error);
    Outcome outcome = exchange.end();
    assertThat(outcome.getClass().getSimpleName()).isEqualTo(failure);
    assertThat(exchange.sink.text()).isEqualTo(START + TEXT);
  }

  @Test
  void what_is_refused_inside_a_stream_keeps_the_form_of_its_dialect() {
    String refused =
        "{\"type\":\"error\",\"error\":"
            + "{\"type\":\"invalid_request_error\",\"message\":\"bound to a different one\"},"
            + "\"request_id\":\"req_1\"}";
    Exchange exchange = streamed().read("event: error\ndata: " + refused + "\n\n");
    assertThat(exchange.end())
        .asInstanceOf(type(Failed.Refused.class))
        .extracting(Failed.Refused::body)
        .isEqualTo(refused);
  }

  @Test
  void a_status_of_529_is_an_overload() {
    Exchange exchange = exchange(Operation.MESSAGES, true).head(529, Exchange.JSON);
    exchange.body(
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
    assertThat(exchange.end())
        .asInstanceOf(type(Failed.Overloaded.class))
        .extracting(Failed.Overloaded::status, Failed.Overloaded::message)
        .containsExactly(529, "Overloaded");
  }

  @Test
  void a_whole_answer_passes_with_its_usage() {
    String answer =
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
            + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
    Exchange exchange = whole().body(answer);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(answer);
    assertThat(exchange.sink.told()).contains("usage 3 2 0", "TERMINATED");
    assertThat(exchange.sink.contentful()).isTrue();
  }

  @Test
  void a_whole_answer_that_is_cut_is_truncated() {
    assertThat(whole().body("{\"type\":\"message\",\"content\":[").end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.TRUNCATED);
  }

  @Test
  void a_count_of_tokens_uses_none() {
    Exchange exchange = exchange(Operation.COUNT_TOKENS, false).head(200, Exchange.JSON);
    exchange.body("{\"input_tokens\":2095}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.told()).contains("usage 0 0 0");
    assertThat(exchange.sink.contentful()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"input_tokens\":null,\"output_tokens\":null}", "\"none\"", "null"})
  void a_usage_that_says_nothing_is_unknown(String usage) {
    Exchange exchange =
        whole()
            .body(
                "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"abcdefgh\"}],"
                    + "\"stop_reason\":\"end_turn\",\"usage\":"
                    + usage
                    + "}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage().estimated()).isTrue();
    assertThat(exchange.sink.usage().input()).isPositive();
    assertThat(exchange.sink.usage().output()).isPositive();
  }

  @Test
  void what_a_whole_answer_does_not_tell_is_estimated_and_the_rest_is_kept() {
    String answer =
        "{\"content\":[{\"type\":\"text\",\"text\":\"abcdefgh\"}],\"usage\":{\"output_tokens\":5,"
            + "\"cache_read_input_tokens\":700}}";
    Exchange exchange = whole().body(answer);
    exchange.end();
    assertThat(exchange.sink.usage())
        .isEqualTo(
            new Usage(700, 5, 700, Usage.Told.OUTPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE));
  }

  @Test
  void an_output_that_is_told_at_the_beginning_alone_is_unknown() {
    String silent = STOPPING.replace("{\"output_tokens\":9}", "{}");
    Exchange exchange = streamed().read(START + OPEN + TEXT + CLOSE + silent + STOP);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage().input()).isEqualTo(50);
    assertThat(exchange.sink.usage().estimated()).isTrue();
    assertThat(exchange.sink.usage().output()).isPositive();
  }

  @Test
  void a_zero_that_is_told_at_the_end_is_zero() {
    String none = STOPPING.replace("{\"output_tokens\":9}", "{\"output_tokens\":0}");
    Exchange exchange = streamed().read(START + OPEN + TEXT + CLOSE + none + STOP);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage().estimated()).isFalse();
    assertThat(exchange.sink.usage().output()).isZero();
  }

  @Test
  void absurd_numbers_are_not_believed() {
    String answer =
        "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
            + "\"usage\":{\"input_tokens\":-3,\"output_tokens\":2}}";
    Exchange exchange = whole().body(answer);
    exchange.end();
    assertThat(exchange.sink.usage().estimated()).isTrue();
  }
}
