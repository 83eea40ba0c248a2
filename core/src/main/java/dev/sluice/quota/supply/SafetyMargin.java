package dev.sluice.quota.supply;

/// How far below the limit to stay, 0 to 5 %: a refusal adds as much as 2,000 attempts without one
/// take away, so that refusals settle at one in 2,000 (0.05 %) wherever that needs a margin in this
/// range. This is a stochastic approximation of that quantile (Robbins and Monro, 1951).
final class SafetyMargin {
  /// How many attempts there should be for each refusal.
  static final int ATTEMPTS_PER_REFUSAL = 2_000;

  private static final double STEP = 0.01;
  private static final double MAX = 0.05;

  private double value = 0.03;

  void attempted() {
    value = Math.max(0, value - STEP / ATTEMPTS_PER_REFUSAL);
  }

  void throttled() {
    value = Math.min(MAX, value + STEP);
  }

  double value() {
    return value;
  }
}
