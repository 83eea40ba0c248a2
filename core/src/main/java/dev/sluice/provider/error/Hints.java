package dev.sluice.provider.error;

import dev.sluice.call.Allowance;
import dev.sluice.call.Allowance.Room;
import dev.sluice.call.Allowance.Unit;
import dev.sluice.call.Failed.Dimension;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds out how long a provider asks to stay away, wherever it says so; first what it says of this
/// very error, then what it says in general. What is negative, in the past, beyond a day or no
/// duration at all is as if it had not been said.
final class Hints {
  private static final Duration MAX = Duration.ofDays(1);
  private static final Pattern IN_MESSAGE =
      Pattern.compile(
          "(?i)(?:try again|retry) (?:in|after) ((?:[0-9.]{1,12} ?[a-z\u00B5\u03BC]{1,12} ?){1,4})");

  private Hints() {}

  /// @param allowance what the same answer's headers tell of the limits
  /// @param dimension the limit that was hit
  static Optional<Duration> of(
      Map<String, String> headers, ErrorBody error, Allowance allowance, Dimension dimension) {
    return sane(Durations.parse(error.delay()))
        .or(() -> sane(inMessage(error.message())))
        .or(() -> sane(milliseconds(headers)))
        .or(() -> sane(Instants.until(headers, "retry-after")))
        .or(() -> reset(allowance, dimension));
  }

  static Optional<Duration> sane(Optional<Duration> hint) {
    return hint.filter(h -> !h.isNegative() && h.compareTo(MAX) <= 0);
  }

  private static Optional<Duration> milliseconds(Map<String, String> headers) {
    return Optional.ofNullable(headers.get("retry-after-ms"))
        .flatMap(ms -> Durations.number(ms.strip(), 1e-3));
  }

  private static Optional<Duration> inMessage(String message) {
    Matcher matcher = IN_MESSAGE.matcher(message);
    return matcher.find() ? Durations.parse(matcher.group(1)) : Optional.empty();
  }

  /// When the limit is whole again of which nothing remains; where something remains of all of
  /// them, the one that was hit.
  private static Optional<Duration> reset(Allowance allowance, Dimension dimension) {
    Stream<Room> exhausted = allowance.rooms().values().stream().filter(Room::exhausted);
    return longest(exhausted)
        .or(() -> longest(units(dimension).stream().flatMap(unit -> allowance.of(unit).stream())));
  }

  private static Optional<Duration> longest(Stream<Room> rooms) {
    return rooms.flatMap(room -> room.reset().stream()).max(Duration::compareTo);
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
