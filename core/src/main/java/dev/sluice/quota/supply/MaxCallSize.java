package dev.sluice.quota.supply;

/// How much is too much for one call: more than the provider lets through at once, however long
/// nothing else is asked for. A call that costs more than may be used at once is let through when
/// that is whole; if that is refused twice, and nothing as large served in between, calls as large
/// are not tried for two minutes, and for twice as long each time that they are refused again.
final class MaxCallSize {
  private static final int SURE = 2;
  private static final long FIRST = 120_000_000_000L;
  private static final long LONGEST = 3_600_000_000_000L;

  private double tooMuch = Double.POSITIVE_INFINITY;
  private int refusals;
  private long pause = FIRST;
  private long until;

  /// Whether a call of `amount` is not worth trying.
  boolean exceeds(double amount, long now) {
    return refusals >= SURE && amount >= tooMuch && now - until < 0;
  }

  /// A call of `amount` was refused although all that may be used at once was there.
  void refused(double amount, long now) {
    tooMuch = Math.min(tooMuch, amount);
    refusals++;
    if (refusals >= SURE) {
      until = now + pause;
      pause = Math.min(LONGEST, 2 * pause);
    }
  }

  /// A call of `amount` was served.
  void served(double amount) {
    if (amount >= tooMuch) {
      tooMuch = Double.POSITIVE_INFINITY;
      refusals = 0;
      pause = FIRST;
    }
  }
}
