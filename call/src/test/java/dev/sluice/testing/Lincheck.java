package dev.sluice.testing;

/// How many scenarios Lincheck draws: a quarter among the tests, all of them with
/// `-Dlincheck.full=true`.
public final class Lincheck {
  private static final boolean FULL = Boolean.getBoolean("lincheck.full");

  private Lincheck() {}

  /// How many of `full` to draw: those of the long form.
  ///
  /// @param full how many the long form draws
  public static int scenarios(int full) {
    return FULL ? full : Math.max(2, full / 4);
  }
}
