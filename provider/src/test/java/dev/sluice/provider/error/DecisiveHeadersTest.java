package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisiveHeadersTest {
  private static final Map<String, String> HEADERS =
      Map.of(
          "retry-after", "7",
          "retry-after-ms", "7000",
          "date", "Tue, 01 Dec 2026 05:00:00 GMT",
          "x-ratelimit-remaining-tokens", "0",
          "x-ratelimit-reset-tokens", "2026-12-01T05:01:00Z",
          "x-ms-spillover-from-deployment", "other",
          "set-cookie", "a=b",
          "x-request-id", "r1");

  private static final String ERROR =
      "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}";

  @Test
  void an_error_inside_an_answer_is_the_same_by_what_is_kept_of_its_head() {
    for (RateHeaderNames names :
        new RateHeaderNames[] {RateHeaderNames.OPENAI, RateHeaderNames.AZURE}) {
      var classifier = new Classifier(ErrorTable.OPENAI, names, Redaction.NONE);
      Map<String, String> kept = classifier.decisive(HEADERS);
      assertThat(classifier.inside(kept, ERROR, RequestText.NONE))
          .isEqualTo(classifier.inside(HEADERS, ERROR, RequestText.NONE));
      assertThat(classifier.allowance(kept)).isEqualTo(classifier.allowance(HEADERS));
    }
  }

  @Test
  void other_headers_are_not_kept() {
    var classifier = new Classifier(ErrorTable.OPENAI);
    assertThat(classifier.decisive(HEADERS))
        .containsOnlyKeys(
            "retry-after",
            "retry-after-ms",
            "date",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-tokens");
    assertThat(classifier.decisive(Map.of("set-cookie", "a=b"))).isEmpty();
  }
}
