package dev.sluice.provider.error;

import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds out how long a provider asks to stay away, wherever it says so: first what it says of the
/// error itself, then what it says in general. A value that is negative, in the past, beyond a day
/// or no duration at all counts as absent. A time in a message alone holds for a minute at most,
/// then a call tries again: a message is written for people, and may repeat a client's words.
final class Hints {
  private static final Duration MAX = Duration.ofDays(1);
  private static final Duration IN_MESSAGE_MAX = Duration.ofMinutes(1);

  private static final String MILLISECONDS = "retry-after-ms";
  private static final String SECONDS = "retry-after";

  private Hints() {}

  /// Returns how long to wait, from the first source that says so.
  ///
  /// @param inMessage the time that the message says, where it may be believed
  /// @param allowance the limits in the same answer's headers
  /// @param dimension the limit that was hit
  public static Optional<Duration> of(
      Map<String, String> headers,
      ErrorContent error,
      Optional<Duration> inMessage,
      RateLimitInfo allowance,
      Dimension dimension) {
    Optional<Duration> said = said(headers, error, inMessage, allowance, dimension);
    return QuotaDay.isOver(error) ? Optional.of(QuotaDay.left(headers, said)) : said;
  }

  private static Optional<Duration> said(
      Map<String, String> headers,
      ErrorContent error,
      Optional<Duration> inMessage,
      RateLimitInfo allowance,
      Dimension dimension) {
    Optional<Duration> stated = sane(inMessage);
    return sane(DurationParser.parse(error.delay()))
        .or(() -> stated.filter(hint -> hint.compareTo(IN_MESSAGE_MAX) <= 0))
        .or(() -> sane(milliseconds(headers)))
        .or(() -> sane(Instants.until(headers, SECONDS)))
        .or(() -> stated.map(_ -> IN_MESSAGE_MAX))
        .or(() -> reset(allowance, dimension));
  }

  /// Returns the names of all headers that a hint is read from, where `limits` are those of the
  /// provider's limits.
  static Set<String> names(RateHeaderNames limits) {
    Set<String> names = new HashSet<>(limits.all());
    names.addAll(List.of(MILLISECONDS, SECONDS, Instants.DATE));
    return Set.copyOf(names);
  }

  static Optional<Duration> sane(Optional<Duration> hint) {
    return hint.filter(h -> !h.isNegative() && h.compareTo(MAX) <= 0);
  }

  private static Optional<Duration> milliseconds(Map<String, String> headers) {
    return Optional.ofNullable(headers.get(MILLISECONDS))
        .flatMap(ms -> DurationParser.number(ms.strip(), 1e-3));
  }

  /// The time until the limit is whole again of which nothing remains; where something remains of
  /// all limits, until the limit that was hit is.
  private static Optional<Duration> reset(RateLimitInfo allowance, Dimension dimension) {
    Stream<Limit> exhausted = allowance.limits().values().stream().filter(Limit::exhausted);
    return longest(exhausted)
        .or(() -> longest(units(dimension).stream().flatMap(unit -> allowance.of(unit).stream())));
  }

  private static Optional<Duration> longest(Stream<Limit> limits) {
    return limits.flatMap(room -> room.reset().stream()).max(Duration::compareTo);
  }

  private static Set<Unit> units(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> Set.of(Unit.REQUESTS);
      case TOKENS -> Set.of(Unit.TOKENS, Unit.INPUT, Unit.OUTPUT);
      case DAY -> Set.of(Unit.DAILY_REQUESTS);
      case UNKNOWN -> Set.of();
    };
  }
}
