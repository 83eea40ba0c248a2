package dev.sluice.internal.quota;

import dev.sluice.internal.stats.Seconds;

/// Exponentially decaying rate: how much is used a second of late.
///
/// ```text
/// sum    = sum * e^(-dt / T) + amount
/// rate   = sum / (T * (1 - e^(-age / T)))       the divisor is at least min(1 s, T)
/// lately = sum / (1 - e^(-max(age, T / 2) / T))
/// ```
///
/// A young rate is not taken for slow: the sum is divided by as much of the time constant `T` as
/// has passed.
///
/// Source: exponential smoothing (Brown, 1956), in continuous time.
///
/// Limitations: after a change the rate needs about three time constants to follow. A burst and a
/// steady flow of the same amount look alike.
final class DecayingRate {
  private final double seconds;
  private final long since;
  private double sum;
  private long at;

  /// @param seconds the time constant
  DecayingRate(double seconds, long now) {
    this.seconds = seconds;
    this.since = now;
    this.at = now;
  }

  void add(double amount, long now) {
    decay(now);
    sum += amount;
  }

  /// Returns the rate per second. So that a new rate is not taken for a slow one, the sum is
  /// divided by as much of the time constant as has passed, a second at least.
  double rate(long now) {
    decay(now);
    double age = Math.max(0, Seconds.of(now - since));
    double span = seconds * (1 - Math.exp(-age / seconds));
    return Math.max(0, sum) / Math.max(span, Math.min(1, seconds));
  }

  /// Returns how much is used within the time constant. At least half of it counts as passed, so
  /// that few uses of a new rate are not taken for many.
  double lately(long now) {
    decay(now);
    double age = Math.max(1 / 2.0, Seconds.of(now - since) / seconds);
    return Math.max(0, sum) / (1 - Math.exp(-age));
  }

  private void decay(long now) {
    long passed = now - at;
    if (passed > 0) {
      sum *= Math.exp(-Seconds.of(passed) / seconds);
      at = now;
    }
  }
}
