package dev.sluice.provider.openai;

/// Sees the events of a stream, each with what it is. On the loop.
interface Onlooker {
  /// What an event is.
  enum Kind {
    /// A part of the answer.
    PART,
    /// What was used, and nothing else: the chunk that a client gets who asks for usage.
    USAGE_ALONE,
    /// A part that is not JSON.
    MALFORMED,
    /// No data, or the dialect's own terminator: nothing of the answer.
    NOTHING
  }

  /// The next bytes of the event's data.
  default void data(byte[] a, int from, int to) {}

  /// Whether a response that failed by the client's own fault passes as it is.
  default boolean takesRefusals() {
    return true;
  }

  /// The event is complete.
  ///
  /// @param end just behind it in the array being read, where it ends in there
  void event(int end, Kind kind);
}
