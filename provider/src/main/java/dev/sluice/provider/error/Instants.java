package dev.sluice.provider.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/// A reader of the times at which something is to be, as providers write them: a duration (`6m0s`),
/// seconds, or an instant (RFC 3339, an HTTP date, seconds or milliseconds of Unix time). An
/// instant counts from the answer's own date, so that clocks need not agree; without that date it
/// says nothing.
final class Instants {
  /// The name of the header that says when an answer was sent.
  static final String DATE = "date";

  private static final int EPOCH_SECONDS_DIGITS = 10;
  private static final int EPOCH_MILLIS_DIGITS = 13;

  private Instants() {}

  /// The time until the instant in the header `name`.
  static Optional<Duration> until(Map<String, String> headers, String name) {
    return header(headers, name).flatMap(text -> untilText(headers, text));
  }

  private static Optional<Duration> untilText(Map<String, String> headers, String text) {
    Optional<Instant> epoch = epoch(text);
    if (epoch.isPresent()) {
      return between(headers, epoch);
    }
    return DurationParser.number(text, 1)
        .or(() -> DurationParser.exact(text))
        .or(() -> between(headers, httpDate(text).or(() -> rfc3339(text))));
  }

  private static Optional<Instant> epoch(String text) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return switch (text.length()) {
      case EPOCH_SECONDS_DIGITS -> Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      case EPOCH_MILLIS_DIGITS -> Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> between(
      Map<String, String> headers, Optional<Instant> instant) {
    return sent(headers).flatMap(now -> instant.map(then -> Duration.between(now, then)));
  }

  /// The instant at which the answer was sent, by its own date.
  static Optional<Instant> sent(Map<String, String> headers) {
    return header(headers, DATE).flatMap(Instants::httpDate);
  }

  private static Optional<Instant> httpDate(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> rfc3339(String value) {
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(Map<String, String> headers, String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip);
  }
}
