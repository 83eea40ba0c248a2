package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RateLimitInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {
  private static final String DATE = "Mon, 23 Nov 2026 10:00:00 GMT";
  private static final ErrorContent SILENT = ErrorContent.read("");

  private static Optional<Duration> hint(Map<String, String> headers, ErrorContent error) {
    RateLimitInfo allowance = RateHeaderNames.OPENAI.read(headers);
    var message = new ProviderMessage(error.message(), RequestText.NONE);
    return Hints.of(
        headers, error, message.delay(), allowance, LimitNames.of(allowance, error, message));
  }

  private static Optional<Duration> hint(Map<String, String> headers, String message) {
    return hint(headers, ErrorContent.read("{\"error\":{\"message\":\"" + message + "\"}}"));
  }

  // U25
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|PT2S",
        "2.5|PT2.5S",
        "0|PT0S",
        "86400|PT24H",
        "Mon, 23 Nov 2026 10:00:30 GMT|PT30S"
      })
  void retry_after_is_honoured_when_sane(String value, String expected) {
    assertThat(hint(Map.of("retry-after", value, "date", DATE), SILENT))
        .contains(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1e9",
        "86401",
        "99999999999999999999",
        "soon",
        "",
        "NaN",
        "2 s; x",
        "Mon, 23 Nov 2026 09:59:59 GMT",
        "Mon, 23 Nov 2026 25:00:00 GMT",
        "Wed, 25 Nov 2026 10:00:00 GMT"
      })
  void retry_after_is_ignored_when_not(String value) {
    assertThat(hint(Map.of("retry-after", value, "date", DATE), SILENT)).isEmpty();
  }

  @Test
  void a_date_needs_the_answers_own_date() {
    assertThat(hint(Map.of("retry-after", DATE), SILENT)).isEmpty();
  }

  @Test
  void what_is_said_of_the_error_itself_comes_first() {
    Map<String, String> all =
        Map.of(
            "retry-after-ms", "250",
            "retry-after", "9",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "50s");
    ErrorContent both =
        ErrorContent.read(
            """
            {"error":{"message":"try again in 3s","details":[{"retryDelay":"4s"}]}}""");
    assertThat(hint(all, both)).contains(Duration.ofSeconds(4));
    assertThat(hint(all, "try again in 3s")).contains(Duration.ofSeconds(3));
    assertThat(hint(all, "")).contains(Duration.ofMillis(250));
    assertThat(hint(without(all, "retry-after-ms"), "")).contains(Duration.ofSeconds(9));
    assertThat(hint(without(all, "retry-after-ms", "retry-after"), ""))
        .contains(Duration.ofSeconds(50));
  }

  private static Map<String, String> without(Map<String, String> headers, String... names) {
    Map<String, String> rest = new HashMap<>(headers);
    List.of(names).forEach(rest::remove);
    return rest;
  }

  @Test
  void what_is_not_sane_gives_way_to_what_comes_next() {
    assertThat(hint(Map.of("retry-after-ms", "-5", "retry-after", "9"), SILENT))
        .contains(Duration.ofSeconds(9));
    assertThat(hint(Map.of("retry-after", "3"), "try again in 25h"))
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void a_header_knows_better_than_a_message_that_is_believed_for_a_minute() {
    assertThat(hint(Map.of("retry-after", "384"), "try again in 6m24s"))
        .contains(Duration.ofSeconds(384));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please try again in 41.724s. Visit|PT41.724S",
        "Please try again in 20ms.|PT0.02S",
        "Please try again in 0m59.5s.|PT59.5S",
        "Please try again in 1h2m3.5s.|PT1M",
        "Please retry in 34.074824224s.|PT34.074824224S",
        "Please retry after 6 seconds.|PT6S",
        "Please try again in 1 minute.|PT1M",
        "Please try again in 2 minutes.|PT1M",
        "please Try Again In 850us|PT0.00085S",
        "Try again in 1.5h.|PT1M"
      })
  void messages_are_read(String message, String expected) {
    assertThat(hint(Map.of(), message)).contains(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try again in a while",
        "try again in 5 parsecs",
        "try again in s",
        "try again in 1.2.3s",
        "retry in 9999999999999999999999h",
        "try again in 25h"
      })
  void messages_that_name_no_sane_time_are_not(String message) {
    assertThat(hint(Map.of(), message)).isEmpty();
  }

  @Test
  void a_reset_counts_only_where_nothing_remains() {
    assertThat(
            hint(
                Map.of(
                    "x-ratelimit-remaining-tokens",
                    "1",
                    "x-ratelimit-reset-tokens",
                    "9s",
                    "x-ratelimit-remaining-requests",
                    "0",
                    "x-ratelimit-reset-requests",
                    "120ms"),
                SILENT))
        .contains(Duration.ofMillis(120));
  }

  /// Go's durations, seconds, Unix time in seconds and milliseconds, RFC 3339 and HTTP dates.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12ms|PT0.012S",
        "1s|PT1S",
        "6m0s|PT6M",
        "1h2m3.5s|PT1H2M3.5S",
        "2m59.56s|PT2M59.56S",
        "850us|PT0.00085S",
        "850\u00b5s|PT0.00085S",
        "30|PT30S",
        "0.5|PT0.5S",
        "1795428030|PT30S",
        "1795428030500|PT30.5S",
        "2026-11-23T10:00:21Z|PT21S",
        "Mon, 23 Nov 2026 10:00:30 GMT|PT30S"
      })
  void every_form_of_a_reset_is_read(String reset, String expected) {
    assertThat(
            hint(
                Map.of(
                    "date", DATE,
                    "x-ratelimit-remaining-tokens", "0",
                    "x-ratelimit-reset-tokens", reset),
                SILENT))
        .contains(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5m3",
        "soon",
        "-1s",
        "1795427000",
        "1795428030 s",
        "25h",
        "",
        "1s2x",
        "5 minutes"
      })
  void a_reset_that_makes_no_sense_is_not(String reset) {
    assertThat(
            hint(
                Map.of(
                    "date", DATE,
                    "x-ratelimit-remaining-tokens", "0",
                    "x-ratelimit-reset-tokens", reset),
                SILENT))
        .isEmpty();
  }

  @Test
  void the_reset_of_the_limit_that_was_hit_counts_where_something_remains_of_all() {
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-remaining-tokens", "120",
            "x-ratelimit-reset-tokens", "20s",
            "x-ratelimit-remaining-requests", "3",
            "x-ratelimit-reset-requests", "1s");
    assertThat(hint(headers, "on tokens per min (TPM)")).contains(Duration.ofSeconds(20));
    assertThat(hint(headers, "on requests per min (RPM)")).contains(Duration.ofSeconds(1));
    assertThat(hint(headers, "")).isEmpty();
  }
}
