package dev.sluice.dialect.openai;

import dev.sluice.dialect.rule.RateWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The headers `x-ratelimit-*`, whose resets are durations: `6m0s`, `12ms`.
public final class ChatRates {
  private static final Pattern UNIT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s)");

  private ChatRates() {}

  /// Reads the limits that a provider's headers state.
  ///
  /// @param headers the provider's headers, by their names in lower case
  public static List<RateWindow> read(Map<String, String> headers) {
    var windows = new ArrayList<RateWindow>();
    for (String what : List.of("requests", "tokens")) {
      windows.add(
          new RateWindow(
              what,
              headers.getOrDefault("x-ratelimit-limit-" + what, ""),
              headers.getOrDefault("x-ratelimit-remaining-" + what, ""),
              duration(headers.getOrDefault("x-ratelimit-reset-" + what, ""))));
    }
    return windows;
  }

  public static void write(List<RateWindow> windows, Map<String, String> headers) {
    for (RateWindow window : windows) {
      put(headers, "limit", window.what(), window.limit());
      put(headers, "remaining", window.what(), window.remaining());
      Duration reset = window.reset();
      if (reset != null) {
        put(headers, "reset", window.what(), text(reset));
      }
    }
  }

  private static void put(Map<String, String> headers, String kind, String what, String value) {
    if (!value.isEmpty()) {
      headers.put("x-ratelimit-" + kind + "-" + what, value);
    }
  }

  private static @Nullable Duration duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher unit = UNIT.matcher(text);
    int end = 0;
    while (unit.find() && unit.start() == end) {
      end = unit.end();
      sum = sum.plus(Duration.ofNanos((long) (Double.parseDouble(unit.group(1)) * nanos(unit))));
    }
    return end == 0 || end < text.length() ? null : sum;
  }

  private static double nanos(Matcher unit) {
    return switch (unit.group(2)) {
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }

  /// The duration in whole seconds, rounded up: a client that comes back early is rejected again.
  private static String text(Duration reset) {
    long seconds = Math.max(0, reset.plusNanos(999_999_999).toSeconds());
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
