package dev.sluice.lab.fuzz;

/// The entry point for Jazzer, in a JVM that fuzzes one target.
final class JazzerEntry {
  private static final FuzzTarget TARGET = FuzzTarget.own();

  private JazzerEntry() {}

  /// Fuzzes one input; Jazzer calls this method by its name.
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
