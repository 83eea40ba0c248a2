package dev.sluice.batches;

/// How often a line was tried.
///
/// @param failed how often that failed although there was capacity
/// @param crowded how often there was none
record Tries(int failed, int crowded) {
  static final Tries NONE = new Tries(0, 0);

  Tries afterFailure() {
    return new Tries(failed + 1, crowded);
  }

  Tries afterCrowd() {
    return new Tries(failed, crowded + 1);
  }
}
