package dev.sluice.config.value;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as configuration writes them: `250ms`, `10s`, `5m`, `1h`.
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

  private Durations() {}

  /// Reads a duration.
  ///
  /// @throws ConfigProblem if `text` is none
  public static Duration parse(String text) throws ConfigProblem {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigProblem("must be a duration with its unit, such as 250ms, 10s, 5m or 1h");
    }
    return of(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /// Shows a duration in the largest unit that needs no fraction.
  public static String show(Duration duration) {
    long ms = duration.toMillis();
    if (ms % 3_600_000 == 0 && ms != 0) {
      return ms / 3_600_000 + "h";
    }
    if (ms % 60_000 == 0 && ms != 0) {
      return ms / 60_000 + "m";
    }
    return ms % 1000 == 0 ? ms / 1000 + "s" : ms + "ms";
  }
}
