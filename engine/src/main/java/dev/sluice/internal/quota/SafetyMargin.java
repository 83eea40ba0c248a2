package dev.sluice.internal.quota;

/// Stochastic approximation of a quantile: how far below the limit to stay, 0 to 3 %, so that one
/// in 2,000 attempts (0.05 %) is refused.
///
/// ```text
/// attempt : margin = max(0,    margin - 0.01 / 2,000)
/// refused : margin = min(0.03, margin + 0.01)             starts at 0.03
/// ```
///
/// Refused is the first refusal after 30 quiet seconds that no burst explains. It adds as much as
/// 2,000 attempts without one take away, so that refusals settle at that rate wherever it needs a
/// margin in this range.
///
/// Source: Robbins and Monro, "A Stochastic Approximation Method" (1951), with a constant step.
///
/// Limitations: the constant step keeps the margin moving by a point around its mean. Estimates
/// that are off by more than 3 % are beyond its range. It counts attempts, not time: at one attempt
/// a minute a point takes more than a day.
final class SafetyMargin {
  /// How many attempts there should be for each refusal.
  static final int ATTEMPTS_PER_REFUSAL = 2_000;

  private static final double STEP = 0.01;
  private static final double MAX = 0.03;

  private double value = MAX;

  void attempted() {
    value = Math.max(0, value - STEP / ATTEMPTS_PER_REFUSAL);
  }

  void throttled() {
    value = Math.min(MAX, value + STEP);
  }

  /// Takes over the margin of another process, where it is another one.
  void adopt(double other) {
    if (Math.abs(other - value) > STEP / 2) {
      value = Math.clamp(other, 0, MAX);
    }
  }

  double value() {
    return value;
  }
}
