package dev.sluice.testing;

/// The long form of tests, which is run with `-Dsluice.long`: more rounds of the same.
public final class LongForm {
  private static final boolean ON = System.getProperty("sluice.long") != null;

  private LongForm() {}

  /// Whether the tests are run in their long form.
  public static boolean isOn() {
    return ON;
  }

  /// How often to do something.
  ///
  /// @param usual how often among the tests
  /// @param full how often in the long form
  public static int rounds(int usual, int full) {
    return ON ? full : usual;
  }
}
