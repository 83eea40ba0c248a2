package dev.sluice.provider.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Head;
import dev.sluice.call.RateLimitInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadTest {
  private static final String DONE = "data: [DONE]\n\n";

  @Test
  void a_client_sees_what_is_on_the_list_alone() {
    Exchange exchange =
        Exchange.whole()
            .head(
                200,
                Map.of(
                    "content-type", "application/json; charset=utf-8",
                    "openai-processing-ms", "12",
                    "openai-organization", "acme",
                    "x-ratelimit-remaining-tokens", "5",
                    "anthropic-ratelimit-tokens-reset", "2026-11-25T00:00:00Z",
                    "x-request-id", "req_1",
                    "set-cookie", "a=b",
                    "content-length", "2",
                    "retry-after", "1",
                    "openai-version", "x".repeat(300)));
    exchange.read("{}");
    assertThat(exchange.sink.head)
        .isEqualTo(
            new Head(
                200,
                Map.of(
                    "content-type", "application/json",
                    "openai-processing-ms", "12",
                    "openai-organization", "acme",
                    "x-ratelimit-remaining-tokens", "5",
                    "anthropic-ratelimit-tokens-reset", "2026-11-25T00:00:00Z",
                    "x-sluice-upstream-request-id", "req_1")));
  }

  @Test
  void the_prices_that_a_head_names_are_those_of_the_usage() {
    Exchange exchange =
        Exchange.whole()
            .head(
                200,
                Map.of(
                    "content-type", "application/json",
                    "x-amzn-bedrock-performanceconfig-latency", "optimized"));
    exchange.read("{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}");
    exchange.end();
    assertThat(exchange.sink.info().usage().extras().speed()).isEqualTo("optimized");
    assertThat(exchange.leaked()).isZero();
  }

  // U32
  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/octet-stream", "application/json"})
  void the_first_byte_decides_where_the_type_does_not(String type) {
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("content-type", type);

    Exchange whole = Exchange.whole().head(200, headers);
    whole.read(" \n").read(" {}");
    assertThat(whole.end()).isEqualTo(new Answered());
    assertThat(whole.sink.head)
        .isEqualTo(new Head(200, Map.of("content-type", "application/json")));

    Exchange streamed = Exchange.streamed().head(200, headers);
    streamed.read("d").read("ata: [DONE]\n\n");
    assertThat(streamed.end()).isEqualTo(new Answered());
    assertThat(streamed.sink.head)
        .isEqualTo(new Head(200, Map.of("content-type", "text/event-stream")));
    assertThat(streamed.sink.text()).isEqualTo(DONE);

    Exchange neither = Exchange.whole().head(200, headers);
    neither.read("<html>");
    assertThat(neither.feed.aborted)
        .isEqualTo(new BadAnswer(Flaw.MALFORMED, "the answer is neither JSON nor events"));
    assertThat(neither.sink.head).isNull();
    assertThat(whole.leaked() + streamed.leaked() + neither.leaked()).isZero();
  }

  // U31
  @ParameterizedTest
  @CsvSource({
    "text/html,the answer is an HTML page",
    "image/png,the answer is of a type that no answer has"
  })
  void other_types_are_no_answers(String type, String detail) {
    Exchange exchange = Exchange.whole().head(200, Map.of("content-type", type));
    assertThat(exchange.feed.aborted).isEqualTo(new BadAnswer(Flaw.MALFORMED, detail));
    exchange.read("<html>");
    assertThat(exchange.sink.head).isNull();
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void an_answer_without_a_body_is_none() {
    assertThat(Exchange.whole().head(204, Map.of()).end())
        .isEqualTo(new BadAnswer(Flaw.TRUNCATED, "the answer has no body"));
  }

  @Test
  void an_unrequested_stream_is_no_answer() {
    Exchange exchange = Exchange.whole().head(200, Exchange.EVENTS);
    exchange.read(DONE);
    assertThat(exchange.feed.aborted).isInstanceOf(BadAnswer.class);
    assertThat(exchange.sink.head).isNull();
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void a_whole_answer_instead_of_a_stream_is_none() {
    Exchange exchange = Exchange.streamed().head(200, Exchange.JSON);
    exchange.read("{\"choices\":[]}");
    assertThat(exchange.end())
        .isEqualTo(
            new BadAnswer(Flaw.MALFORMED, "the answer is whole although a stream was asked for"));
    assertThat(exchange.sink.head).isNull();
    assertThat(exchange.leaked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void a_whole_error_instead_of_a_stream_is_that_error(String type) {
    Exchange exchange = Exchange.streamed().head(200, Map.of("content-type", type));
    exchange.read("{\"error\":{\"code\":429,\"message\":\"try again in 2s\"}}");
    assertThat(exchange.end())
        .isEqualTo(
            new Failed.Throttled(
                Failed.Dimension.UNKNOWN, Optional.of(Duration.ofSeconds(2)), "try again in 2s"));
  }

  @Test
  void an_error_answer_is_classified_at_its_end_and_never_passes() {
    Exchange exchange =
        Exchange.streamed()
            .head(
                429,
                Map.of(
                    "retry-after", "3",
                    "content-type", "application/json",
                    "x-ratelimit-limit-requests", "9",
                    "openai-organization", "acme"));
    exchange.read("{\"error\":").read("{\"message\":\"slow\",\"type\":\"tokens\"}}");
    assertThat(exchange.sink.parts).isEmpty();
    assertThat(exchange.end())
        .isEqualTo(
            new Failed.Throttled(
                Failed.Dimension.TOKENS, Optional.of(Duration.ofSeconds(3)), "slow"));
    assertThat(exchange.feed.aborted).isNull();
    assertThat(exchange.sink.head)
        .isEqualTo(
            new Head(
                429, Map.of("x-ratelimit-limit-requests", "9", "openai-organization", "acme")));
    assertThat(exchange.sink.told()).isEmpty();
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void an_error_inside_an_array_is_that_error() {
    String google =
        "[{\n \"error\": {\"code\": 400, \"message\": \"no [such] \\\"}\", \"status\": \"INVALID_ARGUMENT\"}\n}\n]";
    String object = google.substring(1, google.length() - 2);
    Exchange refused = Exchange.whole().head(400, Exchange.JSON);
    refused.read(google.substring(0, 9)).read(google.substring(9));
    assertThat(refused.end()).isEqualTo(new Failed.Refused(400, "application/json", object));
    for (Exchange inside :
        new Exchange[] {
          Exchange.whole().head(200, Exchange.JSON), Exchange.streamed().head(200, Exchange.JSON)
        }) {
      inside.read(google);
      assertThat(inside.end())
          .isInstanceOfSatisfying(
              Failed.Refused.class,
              why -> assertThat(why.body()).contains("INVALID_ARGUMENT").startsWith("{\"error\":"));
    }
    Exchange event = Exchange.streamed().head(200, Exchange.EVENTS);
    event.read("data: [{\"error\":{\"code\":503,\"message\":\"later\"}}]\n\n");
    assertThat(event.feed.aborted).isEqualTo(new Failed.Overloaded(503, Optional.empty(), "later"));
  }

  @Test
  void of_several_errors_the_first_that_says_something_is_told() {
    Exchange exchange = Exchange.whole().head(400, Exchange.JSON);
    exchange.read("[{}, {\"error\":{\"message\":\"one\"}}, {\"error\":{\"message\":\"two\"}}");
    assertThat(exchange.end())
        .isEqualTo(
            new Failed.Refused(400, "application/json", "{\"error\":{\"message\":\"one\"}}"));
  }

  @Test
  void an_error_answer_that_breaks_off_is_still_that_error() {
    Exchange exchange = Exchange.whole().head(503, Map.of());
    exchange.read("{\"err");
    assertThat(exchange.ended(new BadAnswer(Flaw.TRUNCATED, "cut")))
        .isEqualTo(new Failed.Overloaded(503, Optional.empty(), "HTTP 503"));
    Failed left = new Failed.Cancelled();
    assertThat(exchange.ended(left)).isEqualTo(left);
  }

  @Test
  void blank_lines_at_the_start_of_a_stream_pass() {
    Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);
    exchange.read("").read("\r").read("\n\n").read(DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo("\r\n\n" + DONE);
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void an_endless_error_answer_is_cut_off() {
    Exchange exchange = Exchange.whole().head(400, Map.of());
    for (int i = 0; i < 5 && exchange.feed.aborted == null; i++) {
      exchange.read("x".repeat(20_000));
    }
    assertThat(exchange.feed.aborted).isInstanceOf(Failed.Refused.class);
    exchange.read("x");
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void the_limits_are_told_as_soon_as_the_head_is_there_for_errors_too() {
    Map<String, String> headers =
        Map.of(
            "content-type", "application/json",
            "x-ratelimit-limit-tokens", "9",
            "x-ratelimit-remaining-tokens", "7");
    for (int status : new int[] {200, 429, 500}) {
      Exchange exchange = Exchange.whole().head(status, headers);
      assertThat(exchange.sink.allowance.of(RateLimitInfo.Unit.TOKENS).orElseThrow().remaining())
          .hasValue(7);
    }
    assertThat(Exchange.whole().head(200, Exchange.JSON).sink.allowance)
        .isEqualTo(RateLimitInfo.NONE);
  }
}
