package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateTest {
  private static final String TEXT = part("{\"text\":\"Größe\"}", "");
  private static final String USED =
      ",\"usageMetadata\":{\"promptTokenCount\":12,\"cachedContentTokenCount\":4,"
          + "\"candidatesTokenCount\":9,\"thoughtsTokenCount\":5,\"toolUsePromptTokenCount\":3,"
          + "\"totalTokenCount\":29}";
  private static final String LAST =
      event(
          "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},"
              + "\"finishReason\":\"STOP\",\"index\":0}]"
              + USED
              + "}");
  private static final String ALL = TEXT + LAST;

  private static String event(String data) {
    return "data: " + data + "\r\n\r\n";
  }

  private static String part(String part, String more) {
    return event(
        "{\"candidates\":[{\"content\":{\"parts\":[" + part + "]}" + more + ",\"index\":0}]}");
  }

  private static Exchange exchange(Operation operation, boolean stream) {
    String json =
        switch (operation) {
          case PREDICT -> "{\"instances\":[]}";
          case PREDICT_IMAGES -> "{\"instances\":[{\"prompt\":\"a\"}]}";
          default -> "{\"contents\":[],\"content\":{},\"requests\":[]}";
        };
    byte[] body = json.getBytes(UTF_8);
    Call call = ProviderCalls.ofPath(operation, "m", stream, Unpooled.wrappedBuffer(body));
    return new Exchange(
        call,
        new Classifier(ErrorTable.GEMINI),
        UpstreamOptions.asItIs(call),
        GeminiAnswers.of(operation));
  }

  private static Exchange streamed() {
    return exchange(Operation.GENERATE, true).head(200, Exchange.EVENTS);
  }

  private static Exchange whole() {
    return exchange(Operation.GENERATE, false).head(200, Exchange.JSON);
  }

  @Test
  void a_stream_passes_byte_for_byte_with_the_usage_of_its_last_event() {
    Exchange exchange = streamed();
    exchange.read(TEXT).read(LAST);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(ALL);
    assertThat(exchange.sink.told())
        .containsSubsequence("MEANINGFUL", "TERMINATED")
        .contains("usage 15 14 4");
    assertThat(exchange.leaked()).isZero();
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
      boolean complete = cut >= all.length - 4;
      assertThat(ended.end() instanceof Answered).as("cut at %s", cut).isEqualTo(complete);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"hm\",\"thought\":true}",
        "{\"text\":\"\",\"thoughtSignature\":\"QUJD\"}",
        "{\"functionCall\":{\"name\":\"get\",\"args\":{\"q\":1}}}",
        "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"QUJD\"}}",
        "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"}}"
      })
  void each_kind_of_part_means_something(String part) {
    Exchange exchange = streamed().read(part("{\"text\":\"\"}", ""));
    assertThat(exchange.sink.told()).isEmpty();
    exchange.read(part(part, ""));
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL");
    exchange.end();
  }

  @Test
  void an_answer_of_several_candidates_ends_with_the_last_of_them() {
    String other = LAST.replace("\"index\":0", "\"index\":1");
    String both =
        event(
            "{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
                + "{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}");
    Exchange cut = streamed().read(both).read(LAST);
    assertThat(cut.end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.TRUNCATED);
    assertThat(streamed().read(both).read(LAST).read(other).end()).isEqualTo(new Answered());
  }

  @Test
  void events_behind_the_finish_pass() {
    String behind = event("{\"candidates\":[{\"index\":0}],\"usageMetadata\":{}}");
    Exchange exchange = streamed().read(ALL).read(behind);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(ALL + behind);
  }

  @Test
  void a_reason_that_says_nothing_is_no_end() {
    Exchange exchange =
        streamed().read(TEXT).read(part("", ",\"finishReason\":\"FINISH_REASON_UNSPECIFIED\""));
    assertThat(exchange.end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.TRUNCATED);
  }

  @Test
  void a_blocked_prompt_is_an_answer_without_content() {
    String blocked = event("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}" + USED + "}");
    Exchange exchange = streamed().read(blocked);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(blocked);
    assertThat(exchange.sink.contentful()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "503, UNAVAILABLE, Overloaded",
    "500, INTERNAL, Overloaded",
    "429, RESOURCE_EXHAUSTED, Throttled",
    "400, INVALID_ARGUMENT, Refused",
    "403, PERMISSION_DENIED, CredentialRefused"
  })
  void an_error_in_a_stream_ends_the_answer_and_means_what_its_status_says(
      int code, String status, String failure) {
    String error =
        "{\"error\":{\"code\":%d,\"message\":\"no\",\"status\":\"%s\"}}".formatted(code, status);
    Exchange exchange = streamed().read(TEXT).read(event(error));
    assertThat(exchange.end().getClass().getSimpleName()).isEqualTo(failure);
    assertThat(exchange.sink.text()).isEqualTo(TEXT);
  }

  @Test
  void a_whole_answer_passes_with_its_usage() {
    String answer =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]},\"finishReason\":\"STOP\"}]"
            + USED
            + "}";
    Exchange exchange = whole().body(answer);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(answer);
    assertThat(exchange.sink.told()).contains("usage 15 14 4", "TERMINATED");
    assertThat(exchange.sink.contentful()).isTrue();
  }

  @Test
  void an_array_in_place_of_events_is_no_stream() {
    Exchange exchange = exchange(Operation.GENERATE, true).head(200, Exchange.JSON);
    exchange.body("[{\"candidates\":[]}]");
    assertThat(exchange.end())
        .asInstanceOf(type(Failed.BadAnswer.class))
        .extracting(Failed.BadAnswer::flaw)
        .isEqualTo(Failed.Flaw.MALFORMED);
    Exchange error = exchange(Operation.GENERATE, true).head(200, Exchange.JSON);
    error.body("[{\"error\":{\"code\":429,\"message\":\"no\",\"status\":\"RESOURCE_EXHAUSTED\"}}]");
    assertThat(error.end()).isInstanceOf(Failed.Throttled.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GENERATE_COUNT; {\"totalTokens\":31}",
        "EMBED_CONTENT; {\"embedding\":{\"values\":[0.1]}}",
        "BATCH_EMBED_CONTENTS; {\"embeddings\":[{\"values\":[0.1]}]}"
      })
  void counts_and_embeddings_have_content(Operation operation, String answer) {
    Exchange exchange = exchange(operation, false).head(200, Exchange.JSON).body(answer);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(answer);
    assertThat(exchange.sink.contentful()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"statistics\":{\"token_count\":3},\"values\":[0.1]}; true",
        "{\"values\":[0.1]}; false"
      })
  void the_tokens_of_predictions_are_known_where_each_has_told_them(String first, boolean known) {
    String answer =
        "{\"predictions\":[{\"embeddings\":%s},{\"embeddings\":{\"values\":[0.1],\"statistics\":"
                .formatted(first)
            + "{\"token_count\":4}}}]}";
    Exchange exchange = exchange(Operation.PREDICT, false).head(200, Exchange.JSON).body(answer);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage().told() != Usage.Told.NOTHING).isEqualTo(known);
    assertThat(exchange.sink.usage().input() == 7).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"predictions":[{"bytesBase64Encoded":"a"},{"mimeType":"x","bytesBase64Encoded":"b"}]} | 2
          {"predictions":[{"bytesBase64Encoded":"a"},{"raiFilteredReason":"no"}]}                | 1
          {"predictions":[{"raiFilteredReason":"no"}]}                                           | 0
          {"predictions":[]}                                                                     | 0
          {}                                                                                     | 0
          """)
  void pictures_are_counted_and_none_is_told_too(String answer, long pictures) {
    Exchange exchange =
        exchange(Operation.PREDICT_IMAGES, false).head(200, Exchange.JSON).body(answer);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage().extras().uses())
        .isEqualTo(Map.of(PricedExtra.IMAGE, pictures));
  }

  @Test
  void sound_and_pictures_are_told_apart_and_what_was_cached_of_them_is_not() {
    Exchange exchange =
        whole()
            .body(
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{"
                    + "\"promptTokensDetails\":[{\"tokenCount\":50,\"modality\":\"AUDIO\"},"
                    + "{\"modality\":\"IMAGE\",\"tokenCount\":30},{\"modality\":\"VIDEO\","
                    + "\"tokenCount\":10},{\"modality\":\"TEXT\"},{\"tokenCount\":7}],"
                    + "\"cacheTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":20}],"
                    + "\"candidatesTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":9},"
                    + "{\"modality\":\"AUDIO\",\"tokenCount\":2}],\"promptTokenCount\":100,"
                    + "\"cachedContentTokenCount\":20,\"candidatesTokenCount\":12,"
                    + "\"thoughtsTokenCount\":4}}");
    exchange.end();
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(100, 16, 20, false).of(new Usage.Parts(0, 0, 30, 40, 2, 9, 4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"none\"", "{\"totalTokenCount\":7}"})
  void a_usage_that_says_nothing_is_unknown(String usage) {
    String text = "\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"abcdefgh\"}]}}]";
    Exchange exchange = whole().body("{" + text + ",\"usageMetadata\":" + usage + "}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(11, 2, 0, true));
  }

  @Test
  void a_report_without_the_prompt_keeps_the_output_that_it_tells() {
    String text = "\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"abcdefgh\"}]}}]";
    Exchange exchange =
        whole().body("{" + text + ",\"usageMetadata\":{\"candidatesTokenCount\":6}}");
    exchange.end();
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(11, 6, 0, Usage.Told.OUTPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE));
  }

  @Test
  void a_last_event_that_tells_nothing_leaves_what_was_told() {
    Exchange exchange = streamed();
    String behind = event("{\"candidates\":[{\"index\":0}],\"usageMetadata\":{}}");
    exchange.read(TEXT).read(LAST).read(behind);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(15, 14, 4, false).of(exchange.sink.usage().parts()));
  }

  @Test
  void absurd_numbers_are_not_believed() {
    Exchange exchange = whole().body("{\"usageMetadata\":{\"promptTokenCount\":-3}}");
    exchange.end();
    assertThat(exchange.sink.usage().estimated()).isTrue();
  }
}
