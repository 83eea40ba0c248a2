package dev.sluice.batches;

/// How the lines of a batch are called.
///
/// @param mostBytes how many bytes their bodies may have together; one line is always called
record RunRules(long mostBytes) {
  /// The bodies of a batch and what becomes of them are to stay below 64 MB.
  static final long MOST_BYTES = 16 << 20;
}
