package dev.sluice.config.policy;

import dev.sluice.config.policy.Bound.Adaptive;
import java.time.Duration;

/// The bounds of the phases of an attempt.
///
/// @param connect the time to a connection, handshake included
/// @param firstToken the time from there to the first meaningful event; of a whole answer to its
///   first byte. Where the bound is adaptive, a whole answer has its floor, and the total as its
///   ceiling
/// @param stall the time between meaningful events
/// @param total the time of the whole attempt
public record TimeoutConfig(Duration connect, Bound firstToken, Bound stall, Duration total) {

  /// The default bound of the first token, which is adaptive. Until it is learned the ceiling
  /// counts: a thinking model is silent for long. The floor is above what a lost packet or two
  /// cost.
  public static final Adaptive FIRST_TOKEN =
      new Adaptive(Duration.ofSeconds(3), Duration.ofMinutes(2));

  /// The default bound of a stall, which is adaptive.
  public static final Adaptive STALL = new Adaptive(Duration.ofSeconds(8), Duration.ofMinutes(1));

  /// The least bound of a reasoning model's stall, as far as the ceiling allows.
  public static final Duration REASONING_STALL = Duration.ofSeconds(20);

  /// The least time that a reasoning model's whole answer is given, as far as the total and the
  /// client's bound on the output allow.
  public static final Duration REASONING_WHOLE = Duration.ofMinutes(2);

  public TimeoutConfig {
    positive("connect", connect);
    positive("total", total);
  }

  /// The defaults: connect 2 s, first token and stall adaptive, total 10 min.
  public static TimeoutConfig defaults() {
    return new TimeoutConfig(Duration.ofSeconds(2), FIRST_TOKEN, STALL, Duration.ofMinutes(10));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
    }
  }
}
