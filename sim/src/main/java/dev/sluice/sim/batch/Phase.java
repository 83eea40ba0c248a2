package dev.sluice.sim.batch;

/// How far a batch is.
enum Phase {
  VALIDATING,
  IN_PROGRESS,
  /// All of its time is over, and lines are still being answered.
  FINALIZING,
  CANCELLING,
  COMPLETED,
  FAILED,
  EXPIRED,
  CANCELLED;

  boolean isOver() {
    return compareTo(COMPLETED) >= 0;
  }
}
