package dev.sluice.testing;

/// How much Lincheck tries: among the tests a quarter of the scenarios, each in a quarter of the
/// orders of its threads' steps, and all of it with `-Dsluice.long`.
public final class Lincheck {
  /// How long a scenario may take in one order. The first loads many classes, each of which
  /// Lincheck rewrites: more than its usual 10 s where the machine is busy.
  public static final long PATIENCE_MS = 120_000;

  private static final boolean LONG = System.getProperty("sluice.long") != null;

  private Lincheck() {}

  /// How many scenarios to draw.
  ///
  /// @param full how many the long form draws
  public static int scenarios(int full) {
    return LONG ? full : Math.max(2, full / 4);
  }

  /// In how many orders to play each scenario.
  ///
  /// @param full in how many the long form plays it
  public static int orders(int full) {
    return LONG ? full : Math.max(10, full / 4);
  }
}
