package dev.sluice.provider.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out how long a provider asks to stay away, wherever it says so. What is negative, in the
/// past, beyond a day or no duration at all is as if it had not been said.
final class Hints {
  private static final Duration MAX = Duration.ofDays(1);
  private static final Pattern IN_MESSAGE =
      Pattern.compile("(?:try again|retry) (?:in|after) ((?:[0-9.]{1,12} ?[a-z]{1,8} ?){1,4})");

  private Hints() {}

  static Optional<Duration> of(Map<String, String> headers, ErrorBody error) {
    return sane(header(headers, "retry-after-ms").flatMap(ms -> Durations.number(ms, 1e-3)))
        .or(() -> sane(header(headers, "retry-after").flatMap(at -> retryAfter(at, headers))))
        .or(() -> sane(Durations.parse(error.delay())))
        .or(() -> sane(inMessage(error.message())))
        .or(() -> sane(reset(headers)));
  }

  private static Optional<Duration> sane(Optional<Duration> hint) {
    return hint.filter(h -> !h.isNegative() && h.compareTo(MAX) <= 0);
  }

  private static Optional<Duration> retryAfter(String value, Map<String, String> headers) {
    return Durations.number(value, 1).or(() -> between(headers, httpDate(value)));
  }

  private static Optional<Duration> inMessage(String message) {
    Matcher matcher = IN_MESSAGE.matcher(message);
    return matcher.find() ? Durations.parse(matcher.group(1)) : Optional.empty();
  }

  /// When the limit of which nothing remains is whole again.
  private static Optional<Duration> reset(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(h -> h.getKey().contains("ratelimit") && h.getKey().contains("remaining"))
        .filter(h -> h.getValue().equals("0"))
        .flatMap(h -> header(headers, h.getKey().replace("remaining", "reset")).stream())
        .flatMap(at -> Durations.parse(at).or(() -> between(headers, rfc3339(at))).stream())
        .max(Duration::compareTo);
  }

  /// From the answer's own date, so that clocks need not agree.
  private static Optional<Duration> between(
      Map<String, String> headers, Optional<Instant> instant) {
    return header(headers, "date")
        .flatMap(Hints::httpDate)
        .flatMap(now -> instant.map(then -> Duration.between(now, then)));
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
