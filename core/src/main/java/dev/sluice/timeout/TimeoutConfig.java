package dev.sluice.timeout;

import java.time.Duration;

/// How long each phase of an attempt may last.
///
/// @param connect to a connection, handshake included
/// @param firstToken from there to the first meaningful event
/// @param stall between meaningful events
/// @param total the whole attempt
public record TimeoutConfig(Duration connect, Duration firstToken, Duration stall, Duration total) {
  public TimeoutConfig {
    positive("connect", connect);
    positive("first_token", firstToken);
    positive("stall", stall);
    positive("total", total);
  }

  /// 2 s, 120 s, 60 s, 10 min: the ceilings, since a thinking model is silent for long.
  public static TimeoutConfig defaults() {
    return new TimeoutConfig(
        Duration.ofSeconds(2),
        Duration.ofSeconds(120),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
    }
  }
}
