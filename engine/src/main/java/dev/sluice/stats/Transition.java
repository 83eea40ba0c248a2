package dev.sluice.stats;

/// Why a circuit has changed its state.
public enum Transition {
  /// To open: attempts failed to start, one after the other.
  FAILURES(State.OPEN),
  /// To open: they did start, but far later than what is learned.
  SLOW(State.OPEN),
  /// To open: too large a share has failed.
  FAILURE_RATE(State.OPEN),
  /// To open, but only to requests like those of one caller that failed: they may be why.
  ONE_CALLER(State.OPEN),
  /// Back to open: a probe failed.
  PROBE_FAILED(State.OPEN),
  /// To half-open: it has been open long enough.
  PROBING(State.HALF_OPEN),
  /// To half-open: it has been open long enough, no call has come, and its provider lists its
  /// models.
  LISTED(State.HALF_OPEN),
  /// To closed, but for those requests: another one was answered.
  SECOND_OPINION(State.CLOSED),
  /// To closed: the probes have passed.
  RECOVERED(State.CLOSED);

  private final State to;

  Transition(State to) {
    this.to = to;
  }

  /// The state it leads to.
  public State to() {
    return to;
  }
}
