package dev.sluice.internal.quota;

import dev.sluice.internal.stats.MovingMean;

/// The recent latency of a unit of work, compared with the latency where nothing waits in front of
/// it.
final class Latency {
  private double base;
  private final MovingMean recent = new MovingMean(MovingMean.FEW, 0);

  /// Records that one unit took `value`.
  void add(double value) {
    recent.add(value);
    base = base == 0 ? value : Math.min(base, recent.value());
  }

  /// Sets the base, since one unit took `value` while hardly anything waited.
  void rebase(double value) {
    base = value;
  }

  /// Returns how much of the speed is left, from 0.5 to 1: 1 while nothing waits.
  ///
  /// @param tolerance how many times the base counts as no wait
  double gradient(double tolerance) {
    return base == 0 ? 1 : Math.clamp(tolerance * base / recent.value(), 1 / 2.0, 1);
  }
}
