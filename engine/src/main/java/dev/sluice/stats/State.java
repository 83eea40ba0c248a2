package dev.sluice.stats;

/// The state of a circuit.
public enum State {
  /// Everything, or all but a share that is shed.
  CLOSED(0),
  /// A few probes.
  HALF_OPEN(1),
  /// Nothing, unless there is no other target.
  OPEN(2);

  private final int level;

  State(int level) {
    this.level = level;
  }

  /// How closed off that is, for a gauge: 0, 1 or 2.
  public int level() {
    return level;
  }
}
