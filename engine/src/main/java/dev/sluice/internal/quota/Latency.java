package dev.sluice.internal.quota;

import dev.sluice.internal.stats.MovingMean;

/// The latency of a unit of work of late, against the latency where nothing waits in front of it.
final class Latency {
  private double base;
  private final MovingMean recent = new MovingMean(MovingMean.FEW, 0);

  /// One unit took `value`.
  void add(double value) {
    recent.add(value);
    base = base == 0 ? value : Math.min(base, recent.value());
  }

  /// One unit took `value` while as good as nothing waited.
  void rebase(double value) {
    base = value;
  }

  /// How much of its speed is left: 1 while nothing waits.
  ///
  /// @param tolerance how many times the base counts as no wait
  double gradient(double tolerance) {
    return base == 0 ? 1 : Math.clamp(tolerance * base / recent.value(), 1 / 2.0, 1);
  }
}
