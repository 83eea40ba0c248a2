package dev.sluice.lab.nodes;

import dev.sluice.call.request.Band;

/// One call of a workload.
///
/// @param number from 0
/// @param arrived when, in nanoseconds of the timeline
/// @param input tokens that it reads
/// @param output tokens that it writes
/// @param bytes of its body, from which the gateway guesses the input
record PlannedCall(
    int number, long arrived, long input, long output, int bytes, Band band, String tenant) {
  /// The bound of output that each caller sets.
  static final long MAX_TOKENS = 1_000;

  /// The provider's charge at admission, in tokens.
  long charge() {
    return input + MAX_TOKENS;
  }

  /// The tokens that it takes in the end.
  long size() {
    return input + output;
  }
}
