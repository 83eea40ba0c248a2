package dev.sluice.provider.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Usage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeAnswerTest {
  private static final String CHAT =
      "{\"id\":\"c\",\"error\":null,\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
          + "\"content\":\"Hé\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n";

  private final Exchange exchange = Exchange.whole().head(200, Exchange.JSON);

  @AfterEach
  void no_buffer_leaks() {
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void passes_with_its_usage() {
    exchange.read(CHAT);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.told())
        .containsExactly("MEANINGFUL", "usage 9 2 0", "TERMINATED", "end");
    assertThat(exchange.sink.parts).containsExactly("!MEANINGFUL", CHAT, "!TERMINATED");
  }

  @Test
  void passes_however_it_is_cut() {
    for (int i = 0; i < CHAT.length(); i++) {
      exchange.read(CHAT.substring(i, i + 1));
    }
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.told())
        .containsExactly("MEANINGFUL", "usage 9 2 0", "TERMINATED", "end");
    assertThat(exchange.sink.text()).isEqualTo(CHAT);
  }

  @Test
  void blank_lines_that_come_alone_in_front_of_an_answer_are_dropped_and_not_held() {
    for (int i = 0; i < 1_000; i++) {
      exchange.read("\n".repeat(100));
      assertThat(exchange.leaked()).isZero();
    }
    exchange.read("\n" + CHAT);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo("\n" + CHAT);
  }

  @Test
  void embeddings_report_no_output() {
    exchange.read(
        "{\"object\":\"list\",\"data\":[{\"embedding\":[0.1,-2e-5]}],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(8, 0, 0, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt_tokens\":8}                            | 8  | 2 | INPUT",
        "{\"prompt_tokens\":8,\"completion_tokens\":null} | 8  | 2 | INPUT",
        "{\"completion_tokens\":5}                        | 11 | 5 | OUTPUT",
        "{\"prompt_tokens\":8,\"total_tokens\":9}         | 8  | 1 | ALL",
        "{\"completion_tokens\":5,\"total_tokens\":9}     | 4  | 5 | ALL",
        "{\"prompt_tokens\":8,\"completion_tokens\":0}    | 8  | 0 | ALL",
        "{}                                             | 11 | 2 | NOTHING",
        "\"none\"                                       | 11 | 2 | NOTHING"
      })
  void what_a_report_does_not_tell_is_estimated(
      String usage, long input, long output, Usage.Told told) {
    exchange.read(
        "{\"choices\":[{\"message\":{\"content\":\"abcdefgh\"}}],\"usage\":" + usage + "}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(input, output, 0, told, 1, Usage.Parts.NONE, Usage.Extras.NONE));
  }

  @Test
  void a_large_answer_is_read_as_it_passes() {
    exchange.sink.keep = false;
    exchange.read("{\"data\":[{\"embedding\":[0");
    String floats = ",-0.0123456789".repeat(4_000);
    for (int i = 0; i < 100; i++) {
      exchange.read(floats);
    }
    exchange.read("]}],\"usage\":{\"prompt_tokens\":8}}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.told())
        .containsExactly("MEANINGFUL", "usage 8 0 0", "TERMINATED", "end");
  }

  @Test
  void usage_is_estimated_where_none_is_reported() {
    exchange.read("{\"choices\":[{\"message\":{\"content\":\"abcdefgh\"}}]}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(11, 2, 0, true));
  }

  // U22
  @Test
  void an_answer_cut_anywhere_is_truncated() {
    for (int cut = 0; cut < CHAT.length() - 1; cut++) {
      Exchange cutShort = Exchange.whole().head(200, Exchange.JSON);
      cutShort.read(CHAT.substring(0, cut));
      assertThat(cutShort.end()).isInstanceOf(BadAnswer.class);
      assertThat(cutShort.sink.told()).doesNotContain("end");
      assertThat(cutShort.leaked()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{]", "{\"a\":1}}", "{\"a\":1} x", "{\"a\" 1}"})
  void an_answer_that_is_not_json_is_malformed(String body) {
    exchange.read(body);
    assertThat(exchange.feed.aborted)
        .isEqualTo(new BadAnswer(Flaw.MALFORMED, "the answer is not JSON"));
    assertThat(exchange.sink.parts).isEmpty();
  }

  // U23
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"code\":502,\"message\":\"no\"}}",
        "{\"id\":\"x\",\"choices\":[{\"error\":{\"code\":502,\"message\":\"no\"}}]}",
        "{\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"no\"}}",
        "{\"type\":\"error\",\"code\":502,\"message\":\"no\"}",
        "{\"error\":\"no\"}"
      })
  void an_error_inside_a_200_is_an_error(String body) {
    exchange.read(body);
    int status = body.contains("502") ? 502 : 500;
    assertThat(exchange.end()).isEqualTo(new Failed.Overloaded(status, Optional.empty(), "no"));
    assertThat(exchange.sink.told()).doesNotContain("end");
  }

  /// It is the provider's fault: a whole answer that is too large would be paid for.
  @Test
  void an_error_that_is_too_large_is_malformed_and_no_answer() {
    exchange.read("{\"error\":{\"message\":\"no\",\"details\":[");
    for (int i = 0; i < 9 && exchange.feed.aborted == null; i++) {
      exchange.read("\"" + "x".repeat(16_384) + "\",");
    }
    assertThat(exchange.feed.aborted)
        .isEqualTo(
            new BadAnswer(Flaw.MALFORMED, "an error in the answer is larger than 131072 bytes"));
  }

  @Test
  void an_error_in_what_the_model_says_is_none() {
    exchange.read("{\"choices\":[{\"message\":{\"content\":\"{\\\"error\\\":1}\",\"error\":{}}}]}");
    assertThat(exchange.end()).isEqualTo(new Answered());
  }
}
