package dev.sluice.internal.quota.supply;

/// What is known to be too much, and for how long that counts: until so many attempts have passed
/// without a refusal that one more is affordable, or an hour. Each time that it is tried again and
/// refused again it counts for twice as many.
final class ProbeBackoff {
  private static final long FORGOTTEN = 3_600_000_000_000L;
  private static final int PATIENCE_MAX = 8 * SafetyMargin.ATTEMPTS_PER_REFUSAL;

  private final double safe;
  private double tooMuch = Double.POSITIVE_INFINITY;
  private int patience = SafetyMargin.ATTEMPTS_PER_REFUSAL;
  private boolean again;
  private int attempts;
  private long at;

  /// @param safe which share of what was refused is believed to be right
  ProbeBackoff(double safe) {
    this.safe = safe;
  }

  /// `value` has been refused.
  void refused(double value, long now) {
    if (again) {
      patience = Math.min(PATIENCE_MAX, 2 * patience);
      again = false;
    }
    tooMuch = value;
    attempts = 0;
    at = now;
  }

  /// Nothing is too much any more.
  void forget() {
    tooMuch = Double.POSITIVE_INFINITY;
  }

  void attempted(long now) {
    attempts++;
    boolean over = attempts >= patience || now - at > FORGOTTEN;
    if (over && tooMuch < Double.POSITIVE_INFINITY) {
      tooMuch = Double.POSITIVE_INFINITY;
      again = true;
    }
  }

  /// What is believed to be safe.
  double bound() {
    return safe * tooMuch;
  }
}
