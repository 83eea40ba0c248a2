package dev.sluice.lab.fuzz;

/// The entry point for Jazzer, in a JVM that fuzzes one target.
final class JazzerEntry {
  private static final FuzzTarget TARGET = FuzzTarget.own();

  private JazzerEntry() {}

  /// Called by Jazzer, by this name.
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
