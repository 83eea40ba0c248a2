package dev.sluice.internal.quota.concurrency;

/// How long a unit of work takes of late, against how long it takes where nothing waits in front of
/// it.
final class Latency {
  static final double WEIGHT = 0.1;

  private double base;
  private double recent;

  /// One unit took `value`.
  void add(double value) {
    recent = recent == 0 ? value : recent + WEIGHT * (value - recent);
    if (base == 0) {
      base = value;
    } else if (recent < base) {
      base = recent;
    }
  }

  /// One unit took `value` while as good as nothing waited.
  void rebase(double value) {
    base = value;
  }

  /// How much of its speed is left: 1 while nothing waits.
  ///
  /// @param tolerance how many times the base counts as no wait
  double gradient(double tolerance) {
    return recent == 0 ? 1 : Math.clamp(tolerance * base / recent, 1 / 2.0, 1);
  }
}
