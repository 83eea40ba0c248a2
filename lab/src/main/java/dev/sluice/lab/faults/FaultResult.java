package dev.sluice.lab.faults;

/// What came of a fault.
///
/// @param came in a few words
record FaultResult(FaultVerdict verdict, String came) {
  private static final int WIDEST = 52;

  FaultResult {
    came = came.length() <= WIDEST ? came : came.substring(0, WIDEST - 3) + "...";
  }

  static FaultResult of(boolean wanted, String came) {
    return wanted ? wanted(came) : wrong(came);
  }

  static FaultResult wanted(String came) {
    return new FaultResult(FaultVerdict.WANTED, came);
  }

  static FaultResult wrong(String came) {
    return new FaultResult(FaultVerdict.WRONG, came);
  }
}
