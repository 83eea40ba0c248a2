package dev.sluice.internal.admission.queue;

/// Stochastic approximation (Robbins and Monro, 1951) of the share of a call's time that its
/// forecast wait may use up before the call is rejected at entry.
///
/// ```text
/// share  = 0.9 at first, at least 0.2; late: - 0.02; rejected at entry: + 0.02 / 24
/// brisk  = 0.2 to 0.9; granted after more than max_wait / 5: - 0.002, else + 0.0016
/// result = min(share, brisk); 0.95 for critical calls
/// ```
///
/// A late failure costs its client a wait for nothing; the steps make one failure in 25 a late one.
/// `brisk` keeps most waits short: where demand exceeds capacity for long, a standing queue serves
/// no more calls, so that no more than four in nine of the granted ones wait longer than a fifth of
/// their time.
///
/// Limitations: how far forecasts can be trusted depends on the traffic; a burst behind a call
/// cannot be foreseen.
final class EntryThreshold {
  private static final double STEP = 0.02;
  private static final double EARLY_FOR_LATE = 24;
  private static final double MOST = 0.9;
  private static final double CRITICAL = 0.95;

  /// The longest wait that is short, as a part of the longest there may be.
  private static final int SHORT = 5;

  private double share = MOST;

  /// The bound on the share that keeps most waits short.
  private double brisk = MOST;

  /// Returns the share of a call's time that its forecast wait may use up, from 0 to 1. It is large
  /// for a critical call, which later arrivals do not overtake.
  public double share(boolean isCritical) {
    return isCritical ? CRITICAL : Math.min(share, brisk);
  }

  /// Notes a call that was granted after a wait of `waited`, of at most `maxWait` nanoseconds.
  public void granted(long waited, long maxWait) {
    brisk =
        waited <= maxWait / SHORT
            ? Math.min(MOST, brisk + (SHORT - 1) * STEP / SHORT / SHORT / 2)
            : Math.max(1.0 / SHORT, brisk - STEP / SHORT / 2);
  }

  /// Notes a call that was refused at entry for its forecast.
  public void early() {
    share = Math.min(MOST, share + STEP / EARLY_FOR_LATE);
  }

  /// Notes a call that was let in and then refused for want of time.
  public void late() {
    share = Math.max(1.0 / SHORT, share - STEP);
  }
}
