package dev.sluice.lab.faults;

/// What a gateway has made of a fault.
enum FaultVerdict {
  /// The gateway did what a client wants.
  WANTED("as wanted"),
  /// The client was told that it has failed, where it could have been rescued.
  HONEST("honest end"),
  /// The client waited too long, or was told nothing, or something untrue.
  WRONG("WRONG");

  private final String label;

  FaultVerdict(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
