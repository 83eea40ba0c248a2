package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {
  private static final String DATE = "Mon, 23 Nov 2026 10:00:00 GMT";
  private static final ErrorBody SILENT = ErrorBody.read("");

  private static Optional<Duration> hint(Map<String, String> headers, String message) {
    return Hints.of(headers, ErrorBody.read("{\"error\":{\"message\":\"" + message + "\"}}"));
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
    assertThat(Hints.of(Map.of("retry-after", value, "date", DATE), SILENT))
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
    assertThat(Hints.of(Map.of("retry-after", value, "date", DATE), SILENT)).isEmpty();
  }

  @Test
  void a_date_needs_the_answers_own_date() {
    assertThat(Hints.of(Map.of("retry-after", DATE), SILENT)).isEmpty();
  }

  @Test
  void milliseconds_come_first_and_what_is_not_sane_gives_way() {
    assertThat(Hints.of(Map.of("retry-after-ms", "250", "retry-after", "9"), SILENT))
        .contains(Duration.ofMillis(250));
    assertThat(Hints.of(Map.of("retry-after-ms", "-5", "retry-after", "9"), SILENT))
        .contains(Duration.ofSeconds(9));
    assertThat(hint(Map.of("retry-after", "1e9"), "try again in 3s"))
        .contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please try again in 41.724s. Visit|PT41.724S",
        "Please try again in 20ms.|PT0.02S",
        "Please try again in 6m0s.|PT6M",
        "Please try again in 1h2m3.5s.|PT1H2M3.5S",
        "Please retry in 34.074824224s.|PT34.074824224S",
        "Please retry after 6 seconds.|PT6S",
        "Please try again in 2 minutes.|PT2M"
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
            Hints.of(
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
}
