package dev.sluice.testing;

/// How much Lincheck tries: among the tests an eighth of the scenarios, each in an eighth of the
/// orders of its threads' steps, and all of it in the [LongForm].
public final class Lincheck {
  /// How long a scenario may take in one order. The first loads many classes, each of which
  /// Lincheck rewrites: more than its usual 10 s where the machine is busy.
  public static final long PATIENCE_MS = 120_000;

  private Lincheck() {}

  /// How many scenarios to draw.
  ///
  /// @param full how many the long form draws
  public static int scenarios(int full) {
    return LongForm.rounds(Math.max(1, full / 8), full);
  }

  /// In how many orders to play each scenario.
  ///
  /// @param full in how many the long form plays it
  public static int orders(int full) {
    return LongForm.rounds(Math.max(10, full / 8), full);
  }
}
