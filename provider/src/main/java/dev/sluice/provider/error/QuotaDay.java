package dev.sluice.provider.error;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/// The quotas of Google by the day, which a `quotaId` names (`...PerDay...`): they are whole again
/// at midnight in California. `RetryInfo` beside one is often that of a quota by the minute, and is
/// taken only where it is later. https://ai.google.dev/gemini-api/docs/rate-limits
final class QuotaDay {
  private static final String NAME = "PerDay";
  private static final String ZONE = "America/Los_Angeles";

  /// The time to stay away where the answer does not say when it was sent.
  private static final Duration UNKNOWN = Duration.ofHours(1);

  private QuotaDay() {}

  /// Whether `error` names a quota by the day.
  static boolean isOver(ErrorContent error) {
    return error.words().stream().anyMatch(word -> word.contains(NAME));
  }

  /// How long the quota stays used up.
  ///
  /// @param said the time that the provider itself says, if it does
  static Duration left(Map<String, String> headers, Optional<Duration> said) {
    Duration day = Instants.sent(headers).map(QuotaDay::untilMidnight).orElse(UNKNOWN);
    return said.filter(hint -> hint.compareTo(day) > 0).orElse(day);
  }

  private static Duration untilMidnight(Instant now) {
    ZonedDateTime local = now.atZone(ZoneId.of(ZONE));
    ZonedDateTime next =
        local.toLocalDate().plusDays(1).atTime(LocalTime.MIDNIGHT).atZone(local.getZone());
    return Duration.between(local, next);
  }
}
