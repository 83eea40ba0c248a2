package dev.sluice.batches;

/// How the lines of a batch are called.
///
/// @param mostBytes how many bytes their bodies may have together; one line is always called
/// @param longestResult how many bytes a line of results may have; a longer one is not kept
record RunRules(long mostBytes, int longestResult) {
  /// The bodies of a batch and what becomes of them are to stay below 64 MB.
  private static final long MOST_BYTES = 16 << 20;

  /// How many bytes a record of the log has for what a seal adds to a result.
  private static final int SEAL = 1024;

  /// The usual bounds.
  static final RunRules USUAL = new RunRules(MOST_BYTES, LogRecord.LONGEST - SEAL);
}
