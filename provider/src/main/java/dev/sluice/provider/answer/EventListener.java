package dev.sluice.provider.answer;

import dev.sluice.call.Failed;

/// The listener that is shown the events of a stream, each with its kind. On the loop.
interface EventListener {
  /// The kind of an event.
  enum Kind {
    /// A part of the answer.
    PART,
    /// Usage and nothing else: the chunk that a client gets if it asks for usage.
    USAGE_ALONE,
    /// The event by which a response says that it has failed, where [#passes] has let it pass.
    FAILURE,
    /// Nothing of the answer: no data, the dialect's own terminator, or what is left of an event at
    /// the end of a cut stream.
    NOTHING
  }

  /// Takes the next bytes of the event's data, and lets `fields` read them.
  default void data(EventFields fields, byte[] a, int from, int to) {
    fields.feed(a, from, to);
  }

  /// Takes the end of the event's data: `fields` must have read them now.
  ///
  /// @return whether they have, so that the event can be understood
  default boolean dataEnds(EventFields fields) {
    return true;
  }

  /// Whether the event by which a response says that it has failed for `why` passes, redacted; else
  /// the answer ends in front of it.
  boolean passes(Failed why);

  /// Takes the end of an event.
  ///
  /// @param end the index just behind the event in the array being read, where the event ends in
  ///   there
  void event(int end, Kind kind);
}
