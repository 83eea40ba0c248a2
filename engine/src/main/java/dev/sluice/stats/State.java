package dev.sluice.stats;

/// The state of a circuit.
public enum State {
  /// All calls pass, or all but a share that is shed.
  CLOSED(0),
  /// A few calls pass as probes.
  HALF_OPEN(1),
  /// No call passes, unless there is no other target.
  OPEN(2);

  private final int level;

  State(int level) {
    this.level = level;
  }

  /// Returns how closed off the circuit is, for a gauge: 0, 1 or 2.
  public int level() {
    return level;
  }
}
