package dev.sluice.admission.queue;

/// How much of the time that a call has a forecast may use up before the call is refused: as much
/// as makes one in twenty-five failures a late one. A late one costs its client a wait for nothing,
/// and lowers the share; each refusal at entry raises it a little. A stochastic approximation
/// (Robbins and Monro, 1951), since how far forecasts can be trusted is the traffic's doing: a
/// burst behind a call is not to be foreseen.
final class Prudence {
  private static final double STEP = 0.02;
  private static final double EARLY_FOR_LATE = 24;
  private static final double LEAST = 0.2;
  private static final double MOST = 0.9;

  private static final double CRITICAL = 0.95;

  private double share = 0.7;

  /// From 0 to 1. What comes behind a critical call does not overtake it.
  double share(Ticket ticket) {
    return ticket.isCritical() ? CRITICAL : share;
  }

  /// A call was refused at entry for its forecast.
  void early() {
    share = Math.min(MOST, share + STEP / EARLY_FOR_LATE);
  }

  /// A call was let in and then refused for want of time.
  void late() {
    share = Math.max(LEAST, share - STEP);
  }
}
