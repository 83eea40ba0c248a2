package dev.sluice.provider.answer;

import dev.sluice.call.Failed;

/// Sees the events of a stream, each with what it is. On the loop.
public interface EventListener {
  /// The kind of an event.
  enum Kind {
    /// A part of the answer.
    PART,
    /// Usage, and nothing else: the chunk that a client gets if it asks for usage.
    USAGE_ALONE,
    /// A response's own word that it has failed, where [#passes] has said so.
    FAILURE,
    /// No data, the dialect's own terminator, or what is left of an event at the end of a cut
    /// stream: nothing of the answer.
    NOTHING
  }

  /// The next bytes of the event's data.
  default void data(byte[] a, int from, int to) {}

  /// Whether the event by which a response says that it has failed for `why` passes, redacted; else
  /// it ends here.
  boolean passes(Failed why);

  /// The event is complete.
  ///
  /// @param end just behind it in the array being read, where it ends in there
  void event(int end, Kind kind);
}
