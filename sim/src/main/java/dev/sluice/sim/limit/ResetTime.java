package dev.sluice.sim.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// OpenAI's way to write a duration in `x-ratelimit-reset-*`: `12ms`, `1s`, `8.64s`, `6m0s`,
/// `1h0m0s`.
public final class ResetTime {
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)(ms|s))?");

  private ResetTime() {}

  /// Reads a time to a reset; empty where `text` is none.
  public static Optional<Duration> read(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    double last = parts.group(3) == null ? 0 : Double.parseDouble(parts.group(3));
    double unit = "ms".equals(parts.group(4)) ? 1e6 : 1e9;
    return Optional.of(
        Duration.ofHours(number(parts.group(1)))
            .plusMinutes(number(parts.group(2)))
            .plusNanos(Math.round(last * unit)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /// Writes a time, rounded up to the millisecond, so that it is never too early.
  public static String show(Duration duration) {
    long ms = Math.ceilDiv(duration.toNanos(), 1_000_000L);
    if (ms == 0) {
      return "0s";
    }
    if (ms < 1000) {
      return ms + "ms";
    }
    String hours = ms >= 3_600_000 ? ms / 3_600_000 + "h" : "";
    String minutes = ms >= 60_000 ? ms / 60_000 % 60 + "m" : "";
    return hours + minutes + seconds(ms % 60_000) + "s";
  }

  /// Seconds with up to three decimals, none that are zero: `41.724`, `2`, `0.5`.
  public static String seconds(long ms) {
    String whole = Long.toString(ms / 1000);
    long rest = ms % 1000;
    if (rest == 0) {
      return whole;
    }
    String decimals = Long.toString(1000 + rest).substring(1);
    while (decimals.endsWith("0")) {
      decimals = decimals.substring(0, decimals.length() - 1);
    }
    return whole + "." + decimals;
  }
}
