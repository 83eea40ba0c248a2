package dev.sluice.server.log;

import dev.sluice.server.config.UpstreamErrors;
import java.time.Duration;

/// The decision of which calls the call log has the provider's own error text. Safe for any thread.
///
/// @param asked what the configuration asks for
/// @param until the instant at which its time is over, in milliseconds since 1970
/// @param rate how many of them have it in a second
record UpstreamErrorFilter(UpstreamErrors asked, long until, LineRate rate) {
  private static final int A_SECOND = 10;

  /// Makes the filter of a configuration.
  ///
  /// @param now when it was asked for, in milliseconds since 1970
  static UpstreamErrorFilter of(UpstreamErrors asked, long now) {
    long until = asked.time().map(time -> now + time.toMillis()).orElse(Long.MAX_VALUE);
    return new UpstreamErrorFilter(asked, until, new LineRate(A_SECOND, Duration.ofSeconds(1)));
  }

  /// Whether the line of a call has the provider's error text; such lines are counted.
  ///
  /// @param key the name of its key, or its id
  /// @param now in milliseconds since 1970
  boolean take(String key, long now) {
    return !asked.isOff()
        && now < until
        && (asked.keys().isEmpty() || asked.keys().contains(key))
        && rate.take(now);
  }
}
