package dev.sluice.sim.gemini;

import dev.sluice.sim.limit.ResetTime;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.ReplyHead;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// OpenAI's retry headers as Gemini's `RetryInfo`; Gemini has no header for it.
///
/// @param head the head of the answer in OpenAI's form
/// @param now the wall clock, from which a date counts
record RetryHints(ReplyHead head, Instant now) {
  private static final String SECONDS = "retry-after";
  private static final String MILLIS = "retry-after-ms";
  private static final String UNTOLD = "20";
  private static final String RESET = "x-ratelimit-reset-requests";

  /// Returns whether there is any hint.
  boolean isPresent() {
    return delay().isPresent();
  }

  /// `retryDelay`: a number of seconds where the hint makes sense, else its own words.
  Optional<String> delay() {
    return header(MILLIS)
        .map(ms -> new BigDecimal(ms).movePointLeft(3).stripTrailingZeros().toPlainString() + "s")
        .or(() -> header(SECONDS).map(this::seconds))
        .or(this::reset);
  }

  private Optional<String> reset() {
    return header("x-ratelimit-remaining-requests")
        .filter("0"::equals)
        .flatMap(_ -> header(RESET))
        .flatMap(ResetTime::read)
        .map(RetryHints::show);
  }

  private String seconds(String value) {
    if (value.matches("-?\\d+(\\.\\d+)?(e\\d)?")) {
      return new BigDecimal(value).toPlainString() + "s";
    }
    try {
      var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(now, until).toSeconds() + "s";
    } catch (DateTimeException e) {
      return value;
    }
  }

  private static String show(Duration duration) {
    return ResetTime.seconds(duration.toMillis()) + "s";
  }

  /// The quota's limit, from `x-ratelimit-limit-*`; 20 where no header tells it.
  String limit(QuotaKind kind) {
    String header = kind == QuotaKind.TOKENS_PER_MINUTE ? "tokens" : "requests";
    return header("x-ratelimit-limit-" + header).orElse(UNTOLD);
  }

  private Optional<String> header(String name) {
    return head.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst();
  }
}
