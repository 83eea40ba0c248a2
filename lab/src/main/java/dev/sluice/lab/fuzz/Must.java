package dev.sluice.lab.fuzz;

/// The properties that must hold of any input.
final class Must {
  private Must() {}

  /// Ends the run, which keeps the input, where `holds` is false.
  static void hold(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
