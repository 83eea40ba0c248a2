package dev.sluice.lab.admit;

/// A call in line.
///
/// @param estimate what it is believed to read, in tokens
record Waiting(Demand call, long estimate) {

  /// The tokens that are reserved for it.
  double charge() {
    return (double) estimate + call.maxTokens();
  }
}
