package dev.sluice.provider.error;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reader of durations as providers write them, and Go does: `12ms`, `41.724s`, `6m0s`, `1h2m3s`,
/// `850us`, `20 seconds`.
final class DurationParser {
  private static final int LENGTH_MAX = 40;
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([a-z\u00B5\u03BC]+)");
  private static final Pattern WHOLE =
      Pattern.compile("([0-9]{1,12}(\\.[0-9]{1,12})?(ns|us|\u00B5s|\u03BCs|ms|s|m|h|d)){1,6}");
  private static final double NANOS = 1e9;
  private static final double SECONDS_MAX = 1e9;

  private DurationParser() {}

  /// Reads a duration with units and nothing behind it; empty when `text` is none.
  public static Optional<Duration> exact(String text) {
    String trimmed = text.strip();
    return WHOLE.matcher(trimmed).matches() ? parse(trimmed) : Optional.empty();
  }

  /// Reads a duration with units, whatever is behind it; empty when `text` begins with none.
  public static Optional<Duration> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Matcher part = PART.matcher(trimmed);
    double seconds = 0;
    int index = 0;
    while (part.find() && trimmed.substring(index, part.start()).isBlank()) {
      double unit = unit(part.group(2));
      if (unit == 0) {
        break;
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
      index = part.end();
    }
    return index == 0 ? Optional.empty() : of(seconds);
  }

  /// Reads a bare number as a count of `unit` seconds; empty when `text` is no number.
  public static Optional<Duration> number(String text, double unit) {
    if (text.length() > LENGTH_MAX || !text.matches("[0-9]+(\\.[0-9]+)?")) {
      return Optional.empty();
    }
    return of(Double.parseDouble(text) * unit);
  }

  private static Optional<Duration> of(double seconds) {
    return seconds > SECONDS_MAX
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(seconds * NANOS)));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1e-9;
      case "us", "\u00B5s", "\u03BCs" -> 1e-6;
      case "ms", "milliseconds" -> 1e-3;
      case "s", "sec", "second", "seconds" -> 1;
      case "m", "min", "minute", "minutes" -> 60;
      case "h", "hour", "hours" -> 3600;
      case "d", "day", "days" -> 86_400;
      default -> 0;
    };
  }
}
