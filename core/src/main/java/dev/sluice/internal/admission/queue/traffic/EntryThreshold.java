package dev.sluice.internal.admission.queue.traffic;

/// How much of the time that a call has a forecast may use up before the call is refused: as much
/// as makes one in twenty-five failures a late one. A late one costs its client a wait for nothing,
/// and lowers the share; each refusal at entry raises it a little. A stochastic approximation
/// (Robbins and Monro, 1951), since how far forecasts can be trusted is the traffic's doing: a
/// burst behind a call is not to be foreseen.
///
/// And no more than keeps most waits short. Where more comes than is served for long, a queue that
/// stands serves nobody more: half of those that are served would wait for nearly all of their
/// time. So the share is lowered until no more than four in nine wait longer than a fifth of it.
public final class EntryThreshold {
  private static final double STEP = 0.02;
  private static final double EARLY_FOR_LATE = 24;
  private static final double START = 0.7;
  private static final double MOST = 0.9;
  private static final double CRITICAL = 0.95;

  /// The longest wait that is short, as a part of the longest there may be.
  private static final int SHORT = 5;

  private double share = START;

  /// What keeps most waits short.
  private double brisk = MOST;

  /// From 0 to 1. What comes behind a critical call does not overtake it.
  public double share(boolean isCritical) {
    return isCritical ? CRITICAL : Math.min(share, brisk);
  }

  /// A call was granted that had waited for so long of at most `maxWait`.
  public void granted(long waited, long maxWait) {
    brisk =
        waited <= maxWait / SHORT
            ? Math.min(MOST, brisk + (SHORT - 1) * STEP / SHORT / SHORT / 2)
            : Math.max(1.0 / SHORT, brisk - STEP / SHORT / 2);
  }

  /// A call was refused at entry for its forecast.
  public void early() {
    share = Math.min(MOST, share + STEP / EARLY_FOR_LATE);
  }

  /// A call was let in and then refused for want of time.
  public void late() {
    share = Math.max(1.0 / SHORT, share - STEP);
  }
}
