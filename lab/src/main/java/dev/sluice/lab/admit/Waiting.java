package dev.sluice.lab.admit;

/// A call in line.
///
/// @param estimate what it is believed to read, in tokens
record Waiting(WorkloadCall call, long estimate) {

  /// Returns the tokens that are reserved for the call.
  double charge() {
    return (double) estimate + call.maxTokens();
  }
}
