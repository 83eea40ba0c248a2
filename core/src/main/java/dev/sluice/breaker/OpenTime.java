package dev.sluice.breaker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a circuit stays open: `base` at first, twice as long each time it opens again, up to
/// `max`; with equal jitter, so that many gateways do not come back at once, but never below
/// `base`.
public record OpenTime(Duration base, Duration max) {
  public OpenTime {
    if (base.isNegative() || base.isZero()) {
      throw new IllegalArgumentException("open is " + base + "; it must be longer than zero");
    }
    if (max.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "open grows from " + base + " to " + max + "; its maximum must not be the shorter");
    }
  }

  /// The time in nanoseconds.
  ///
  /// @param before how often it has opened before without having recovered for long
  long next(int before, RandomGenerator random) {
    long shortest = base.toNanos();
    long longest = max.toNanos();
    long grown = shortest;
    for (int i = 0; i < before && grown < longest; i++) {
      grown = grown > longest / 2 ? longest : grown * 2;
    }
    return Math.max(shortest, grown / 2 + (long) (random.nextDouble() * (grown / 2.0)));
  }
}
