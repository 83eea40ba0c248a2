package dev.sluice.stats;

/// The reason why a circuit has changed its state.
public enum Transition {
  /// To open: attempts failed to start, one after the other.
  FAILURES(State.OPEN),
  /// To open: attempts started, but far later than is learned.
  SLOW(State.OPEN),
  /// To open: too large a share of attempts has failed.
  FAILURE_RATE(State.OPEN),
  /// To open, but only to requests like those of one caller that failed, which may be the cause.
  ONE_CALLER(State.OPEN),
  /// Back to open: a probe failed.
  PROBE_FAILED(State.OPEN),
  /// To half-open: the circuit has been open long enough.
  PROBING(State.HALF_OPEN),
  /// To half-open: the circuit has been open long enough, no call has come, and the provider lists
  /// its models.
  LISTED(State.HALF_OPEN),
  /// To closed, but for the requests of one caller: a request of another was answered.
  SECOND_OPINION(State.CLOSED),
  /// To closed: the probes have passed.
  RECOVERED(State.CLOSED);

  private final State to;

  Transition(State to) {
    this.to = to;
  }

  /// Returns the state that the change leads to.
  public State to() {
    return to;
  }
}
