package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;

/// One call of a workload.
///
/// @param number its place in the workload, from 0
/// @param arrived when, in nanoseconds
/// @param input tokens that it reads
/// @param output tokens that it writes
/// @param maxTokens the bound that its caller sets to them
/// @param band how urgent it is
/// @param tenant on whose behalf it is made
record WorkloadCall(
    int number, long arrived, long input, long output, long maxTokens, Band band, String tenant) {

  /// Returns this call as one of another tenant.
  public WorkloadCall of(String other) {
    return new WorkloadCall(number, arrived, input, output, maxTokens, band, other);
  }

  /// The provider's charge for it at admission, in tokens.
  public long charge() {
    return input + maxTokens;
  }

  /// The tokens that it takes in the end.
  public long size() {
    return input + output;
  }
}
