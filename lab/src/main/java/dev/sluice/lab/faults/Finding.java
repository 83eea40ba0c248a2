package dev.sluice.lab.faults;

/// What came of a fault.
///
/// @param came in a few words
record Finding(Verdict verdict, String came) {
  private static final int WIDEST = 52;

  Finding {
    came = came.length() <= WIDEST ? came : came.substring(0, WIDEST - 3) + "...";
  }

  static Finding wanted(String came) {
    return new Finding(Verdict.WANTED, came);
  }

  static Finding wrong(String came) {
    return new Finding(Verdict.WRONG, came);
  }
}
