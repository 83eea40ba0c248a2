package dev.sluice.internal.quota;

/// Memory of the value that was refused last: growth stops a little below it until so many attempts
/// have passed without a refusal that one more is affordable.
///
/// ```text
/// bound = refused / growth / 1.02        infinite once 2,000 attempts have passed
/// ```
///
/// Source: this project (ADR 0017).
///
/// Limitations: a value that the provider allows again is found after those attempts, not at once.
final class ProbeBackoff {
  private final double safe;
  private double tooMuch = Double.POSITIVE_INFINITY;
  private int attempts;

  /// @param growth the factor by which the value grows in a step: a little below what was right
  ///   before the last step is safe
  ProbeBackoff(double growth) {
    safe = 1 / growth / LimitEstimate.GROWTH;
  }

  /// Notes that `value` has been refused.
  void refused(double value) {
    tooMuch = value;
    attempts = 0;
  }

  /// Forgets what was refused.
  void forget() {
    tooMuch = Double.POSITIVE_INFINITY;
  }

  /// Counts an attempt.
  void attempted() {
    attempts++;
    if (attempts >= SafetyMargin.ATTEMPTS_PER_REFUSAL) {
      forget();
    }
  }

  /// Returns the value that is believed to be safe; infinite while nothing is known to be too much.
  double bound() {
    return safe * tooMuch;
  }
}
