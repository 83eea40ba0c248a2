package dev.sluice.timeout;

import java.time.Duration;
import java.util.Optional;

/// How long each phase of an attempt may last.
///
/// @param connect to a connection, handshake included
/// @param firstToken from there to the first meaningful event, of a whole answer to its first byte;
///   empty for adaptive
/// @param stall between meaningful events; empty for adaptive
/// @param total the whole attempt
public record TimeoutConfig(
    Duration connect, Optional<Duration> firstToken, Optional<Duration> stall, Duration total) {

  /// What an adaptive first token is bounded by while nothing is learned: a thinking model is
  /// silent for long. It does not bound a whole answer, whose first byte comes with its last token.
  public static final Duration FIRST_TOKEN_CEILING = Duration.ofMinutes(2);

  /// What an adaptive stall is bounded by while nothing is learned.
  public static final Duration STALL_CEILING = Duration.ofMinutes(1);

  public TimeoutConfig {
    positive("connect", connect);
    firstToken.ifPresent(value -> positive("first_token", value));
    stall.ifPresent(value -> positive("stall", value));
    positive("total", total);
  }

  /// Connect 2 s, first token and stall adaptive, total 10 min.
  public static TimeoutConfig defaults() {
    return new TimeoutConfig(
        Duration.ofSeconds(2), Optional.empty(), Optional.empty(), Duration.ofMinutes(10));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
    }
  }
}
