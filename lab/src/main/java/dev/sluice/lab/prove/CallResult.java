package dev.sluice.lab.prove;

/// How a call of an application went.
///
/// @param call which one
/// @param end how it ended
/// @param attempts attempts that were made for it, as far as its application can see
/// @param code the stable word of its error; empty for none
/// @param took nanoseconds from when it was due to its end
record CallResult(PlannedCall call, End end, int attempts, String code, long took) {

  /// How it ended.
  enum End {
    /// With a whole answer.
    ANSWERED,
    /// With a 429.
    LIMITED,
    /// Not within the application's deadline, or with a timeout of the gateway.
    TIMED_OUT,
    /// With another error, or a broken answer.
    FAILED
  }

  boolean isAnswered() {
    return end == End.ANSWERED;
  }
}
