package dev.sluice.sim.fault;

/// A text names no fault, or gives a fault an argument that it does not take.
public final class InvalidFault extends Exception {
  private final String remedy;

  /// @param must what the text must be, to be read after its name: `must be the name of a fault`
  /// @param remedy what to do; empty where `must` says it all
  InvalidFault(String must, String remedy) {
    super(must, null, false, false);
    this.remedy = remedy;
  }

  /// The remedy, to be read after the text; empty where the message says it all.
  public String remedy() {
    return remedy;
  }
}
