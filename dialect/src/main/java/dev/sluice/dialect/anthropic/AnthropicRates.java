package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.rule.RateWindow;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The headers `anthropic-ratelimit-*`, whose resets are instants (RFC 3339).
final class AnthropicRates {
  private static final String PREFIX = "anthropic-ratelimit-";

  private AnthropicRates() {}

  /// Reads the limits that a provider's headers state.
  ///
  /// @param headers the provider's headers, by their names in lower case
  public static List<RateWindow> read(Map<String, String> headers, Instant now) {
    var windows = new ArrayList<RateWindow>();
    windows.add(window("requests", "requests", headers, now));
    RateWindow tokens = window("tokens", "tokens", headers, now);
    windows.add(tokens.told() ? tokens : window("tokens", "input-tokens", headers, now));
    return windows;
  }

  private static RateWindow window(
      String what, String name, Map<String, String> headers, Instant now) {
    String prefix = PREFIX + name;
    return new RateWindow(
        what,
        headers.getOrDefault(prefix + "-limit", ""),
        headers.getOrDefault(prefix + "-remaining", ""),
        until(headers.get(prefix + "-reset"), now));
  }

  private static @Nullable Duration until(@Nullable String instant, Instant now) {
    if (instant == null) {
      return null;
    }
    try {
      Duration until = Duration.between(now, Instant.parse(instant));
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException e) {
      return null;
    }
  }

  public static void write(List<RateWindow> windows, Instant now, Map<String, String> headers) {
    for (RateWindow window : windows) {
      String prefix = PREFIX + window.what();
      put(headers, prefix + "-limit", window.limit());
      put(headers, prefix + "-remaining", window.remaining());
      Duration reset = window.reset();
      if (reset != null) {
        Instant at = now.plus(reset).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        put(headers, prefix + "-reset", at.toString());
      }
    }
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.put(name, value);
    }
  }
}
