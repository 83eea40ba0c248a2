package dev.sluice.lab.prove;

/// How a call of an application went.
///
/// @param call which one
/// @param end how it ended
/// @param attempts attempts that were made for it, as far as its application can see
/// @param code the stable word of its error; empty for none
/// @param took nanoseconds from when it was due to its end
record PlannedCallResult(PlannedCall call, End end, int attempts, String code, long took) {

  /// The way in which a call ended.
  enum End {
    /// The call ended with a whole answer.
    ANSWERED,
    /// The call ended with a 429.
    LIMITED,
    /// The call did not end within the application's deadline, or ended with a timeout of the
    /// gateway.
    TIMED_OUT,
    /// The call ended with another error, or a broken answer.
    FAILED
  }

  boolean isAnswered() {
    return end == End.ANSWERED;
  }
}
