package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.ProviderCalls;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream of the Responses API that its provider ends with `response.failed`.
class FailedResponseTest {
  private static final String SAID =
      """
      event: response.output_text.delta
      data: {"type":"response.output_text.delta","delta":"Good"}

      """;
  private static final String FAILED = failed("server_error", "");
  private static final String PASSED = FAILED.replace("sk-0123456789abcdef", "***");

  private static String failed(String code, String instructions) {
    return "event: response.failed\n"
        + "data: {\"type\":\"response.failed\",\"response\":{\"instructions\":\""
        + instructions
        + "\",\"error\":{\"code\":\""
        + code
        + "\",\"message\":\"broke with sk-0123456789abcdef \u00fc\"},"
        + "\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}}\n\n";
  }

  private static Exchange exchange(boolean committed) {
    var body = Unpooled.copiedBuffer("{\"model\":\"m\",\"input\":\"i\",\"stream\":true}", UTF_8);
    var exchange = new Exchange(ProviderCalls.of(Operation.RESPONSES, body, Map.of()));
    exchange.sink.committed = committed;
    return exchange.head(200, Exchange.EVENTS);
  }

  private static void check(Exchange exchange, Outcome outcome, String passed) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.Overloaded.class,
            why -> assertThat(why.message()).isEqualTo("broke with *** \u00fc"));
    // Of a line end that is cut in two the second half means nothing, and may be missing.
    assertThat(exchange.sink.text()).isIn(passed, passed.replaceFirst("\n\\z", ""));
    assertThat(exchange.leaked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void it_is_the_end_that_the_client_sees_redacted_and_a_failure(String newline) {
    String stream = (SAID + FAILED).replace("\n", newline);
    String passed = (SAID + PASSED).replace("\n", newline);
    for (int cut = 1; cut < stream.length(); cut++) {
      Exchange exchange = exchange(true);
      exchange.read(stream.substring(0, cut)).read(stream.substring(cut));
      check(exchange, exchange.ended(new Answered()), passed);
      assertThat(exchange.sink.told()).endsWith("said failure").contains("usage 7 2 0");
    }
  }

  @Test
  void without_its_blank_line_it_is_one_too() {
    Exchange exchange = exchange(true).read(SAID + FAILED.stripTrailing());
    check(exchange, exchange.end(), SAID + PASSED.stripTrailing());
    assertThat(exchange.sink.told()).contains("said failure").doesNotContain("end");
  }

  @Test
  void a_half_one_is_no_end() {
    String half = FAILED.substring(0, FAILED.lastIndexOf('}'));
    Exchange exchange = exchange(true).read(SAID + half.stripTrailing());
    assertThat(exchange.end()).isInstanceOf(Failed.class);
    assertThat(exchange.sink.told()).doesNotContain("said failure");
  }

  @Test
  void a_large_one_is_held_until_it_is_complete() {
    Exchange exchange = exchange(true).read(SAID);
    String large = failed("server_error", "x".repeat(3 * StreamBodyReader.EVENT_HELD_MAX));
    for (int at = 0; at < large.length(); at += 16_384) {
      exchange.read(large.substring(at, Math.min(large.length(), at + 16_384)));
    }
    String passed = SAID + large.replace("sk-0123456789abcdef", "***");
    check(exchange, exchange.ended(new Answered()), passed);
  }

  /// It is the provider's fault: a whole answer that is too large would be paid for.
  @Test
  void one_that_is_too_large_is_malformed_and_no_answer() {
    Exchange exchange = exchange(false);
    String large = failed("server_error", "x".repeat(5 * StreamBodyReader.EVENT_HELD_MAX));
    for (int at = 0; at < large.length() && exchange.feed.aborted == null; at += 16_384) {
      exchange.read(large.substring(at, Math.min(large.length(), at + 16_384)));
    }
    assertThat(exchange.feed.aborted)
        .isEqualTo(
            new Failed.BadAnswer(Failed.Flaw.MALFORMED, "the event of a failure is too large"));
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void before_the_client_has_a_part_of_the_answer_it_does_not_pass() {
    Exchange exchange = exchange(false).read(FAILED);
    check(exchange, exchange.ended(new Answered()), "");
    assertThat(exchange.sink.told()).doesNotContain("said failure");
  }

  @Test
  void by_the_clients_own_fault_it_is_an_answer_without_the_operator_s_data() {
    String refused = failed("invalid_prompt", "");
    Exchange exchange = exchange(false).read(refused);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(refused.replace("sk-0123456789abcdef", "***"));
    assertThat(exchange.sink.told()).endsWith("end").doesNotContain("said failure");
  }
}
