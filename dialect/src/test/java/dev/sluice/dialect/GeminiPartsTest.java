package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The parts that translation to and from Gemini is made of.
class GeminiPartsTest {
  @Test
  void levels_belong_to_the_models_from_gemini_3_on_and_budgets_to_those_before() {
    ModelTable models = ModelTable.builtIn();
    assertThat(models.facts("gemini-2.5-flash-lite").refuses(Limit.EFFORT)).isTrue();
    assertThat(models.facts("models/gemini-2.5-pro").refuses(Limit.DISABLING)).isTrue();
    assertThat(models.facts("gemini-3-pro-preview").efforts()).containsExactly("low", "high");
    assertThat(models.facts("gemini-3.6-flash").efforts()).contains("medium");
    assertThat(models.facts("gemini-3.6-flash").refuses(Limit.RESULT_MEDIA)).isFalse();
    ModelFacts newer = models.facts("gemini-9-unheard-of");
    assertThat(newer.refuses(Limit.UNSIGNED_CALLS)).isTrue();
    assertThat(newer.refuses(Limit.RESULT_MEDIA)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, INVALID",
    "401, UNAUTHENTICATED, AUTHENTICATION",
    "403, PERMISSION_DENIED, DENIED",
    "404, NOT_FOUND, NO_MODEL",
    "429, RESOURCE_EXHAUSTED, RATE",
    "500, INTERNAL, INTERNAL",
    "503, UNAVAILABLE, OVERLOADED",
    "504, DEADLINE_EXCEEDED, TIMEOUT",
    "503, SOMETHING_NEW, OVERLOADED"
  })
  void an_error_means_what_its_status_says(int code, String status, Kind kind) {
    assertThat(fault(code, "m", status, "[]").kind()).isEqualTo(kind);
  }

  @Test
  void some_errors_mean_what_their_details_say() {
    String tooLong = "The input token count (9) exceeds the maximum number of tokens allowed (8).";
    String key = "[{\"reason\":\"API_KEY_INVALID\"}]";
    String day = "[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProject\"}]}]";
    String minute = "[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerMinutePerProject\"}]}]";
    assertThat(fault(400, tooLong, "INVALID_ARGUMENT", "[]").kind()).isEqualTo(Kind.TOO_LONG);
    assertThat(fault(400, "m", "INVALID_ARGUMENT", key).kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(fault(429, "m", "RESOURCE_EXHAUSTED", day).kind()).isEqualTo(Kind.NO_MONEY);
    assertThat(fault(429, "m", "RESOURCE_EXHAUSTED", minute).kind()).isEqualTo(Kind.RATE);
  }

  @Test
  void each_kind_of_error_comes_back_from_googles_form_as_itself_or_its_like() {
    var out = Translation.of(WireDialect.GEMINI, WireDialect.CHAT);
    var in = Translation.of(WireDialect.CHAT, WireDialect.GEMINI);
    for (Kind kind : Kind.values()) {
      var fault = new AnswerFault(kind, "m");
      AnswerFault back = in.fault(out.status(fault), out.errorBody(fault));
      assertThat(out.status(back)).isEqualTo(out.status(fault));
      assertThat(back.message()).isEqualTo("m");
    }
  }

  @Test
  void gemini_tells_no_limits_in_headers() {
    var translation = Translation.of(WireDialect.GEMINI, WireDialect.CHAT);
    Map<String, String> headers = Map.of("x-ratelimit-limit-requests", "50");
    assertThat(translation.rateLimits(headers, Instant.EPOCH)).isEmpty();
  }

  private static AnswerFault fault(int code, String message, String status, String details) {
    String body =
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":%s}}"
            .formatted(code, message, status, details);
    return Translation.of(WireDialect.CHAT, WireDialect.GEMINI).fault(code, body.getBytes(UTF_8));
  }

  /// Each is looked at once, however many pages and words there are.
  @Test
  void the_first_words_are_quoted_that_rest_on_one_of_the_first_pages() {
    String page = "{\"web\":{\"uri\":\"https://example.org/\",\"title\":\"t\"}},";
    String supports =
        support("first", "3,1.5,-1,99999999999,\"2\"")
            + ","
            + support("second", "3,1024")
            + ","
            + support("last", "1023");
    String event =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"groundingMetadata\":{"
            + "\"groundingChunks\":["
            + page.repeat(1025)
            + "{}],\"groundingSupports\":["
            + supports
            + "]},\"finishReason\":\"STOP\"}]}";
    byte[] bytes = ("data: " + event + "\n\n").getBytes(UTF_8);
    List<String> quoted =
        HubRoundTripTest.read(WireDialect.GEMINI, bytes, bytes.length).stream()
            .filter(HubEvent.Cited.class::isInstance)
            .map(cited -> ((HubEvent.Cited) cited).citation().quoted())
            .toList();
    assertThat(quoted).hasSize(1025).filteredOn(words -> !words.isEmpty()).hasSize(2);
    assertThat(quoted.get(3)).isEqualTo("first");
    assertThat(quoted.get(1023)).isEqualTo("last");
  }

  private static String support(String words, String indices) {
    return "{\"segment\":{\"text\":\"%s\"},\"groundingChunkIndices\":[%s]}"
        .formatted(words, indices);
  }
}
