package dev.sluice.config.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential backoff with equal jitter: how long a circuit stays open.
///
/// ```text
/// grown = min(max, base * 2^n)          n openings before, without having recovered for long
/// open  = max(base, grown / 2 + U(0, 1) * grown / 2)
/// ```
///
/// Jitter keeps many gateways from coming back at once.
///
/// Source: "Exponential Backoff and Jitter" (Brooker, AWS, 2015), "equal jitter".
///
/// Limitations: the first opening lasts exactly `base`, without jitter, so that gateways that
/// opened together probe together once. A provider that recovers during a long open time is found
/// only when that is over, unless it is the last target of a route.
public record OpenTime(Duration base, Duration max) {
  private static final Duration HINT = Duration.ofMinutes(5);

  public OpenTime {
    if (base.isNegative() || base.isZero()) {
      throw new IllegalArgumentException("open is " + base + "; it must be longer than zero");
    }
    if (max.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "open grows from " + base + " to " + max + "; its maximum must not be the shorter");
    }
  }

  /// Returns the time that a provider has asked for, as far as it is believed: up to five minutes,
  /// or the longest open time if that is longer.
  public Duration believed(Duration hint) {
    Duration most = max.compareTo(HINT) > 0 ? max : HINT;
    return hint.compareTo(most) < 0 ? hint : most;
  }

  /// Returns the next open time in nanoseconds.
  ///
  /// @param before how often the circuit has opened before without having recovered for long
  public long next(int before, RandomGenerator random) {
    long shortest = base.toNanos();
    long longest = max.toNanos();
    long grown = shortest;
    for (int i = 0; i < before && grown < longest; i++) {
      grown = grown > longest / 2 ? longest : grown * 2;
    }
    return Math.max(shortest, grown / 2 + (long) (random.nextDouble() * (grown / 2.0)));
  }
}
