package dev.sluice.lab.admit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The rule by which the gateway sends a call again that the provider has refused: three attempts,
/// none before the provider's hint, and those that wait for the same instant come spread. Its
/// budget for repeats never matters while refusals are rare.
record RepeatPolicy(RandomGenerator random) {
  private static final int ATTEMPTS = 3;
  private static final long LEAST_SPREAD = 250_000_000;
  private static final long TENTH = 10;

  boolean has(int attempts) {
    return attempts < ATTEMPTS;
  }

  /// Returns how long to wait before a repeat, in nanoseconds.
  long pause(Duration hint) {
    long nanos = hint.toNanos();
    return nanos + (long) (random.nextDouble() * Math.max(LEAST_SPREAD, nanos / TENTH));
  }
}
