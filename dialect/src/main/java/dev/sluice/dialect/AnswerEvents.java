package dev.sluice.dialect;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import org.jspecify.annotations.Nullable;

/// The receiver of a streamed answer event by event, in place of its bytes: a sink that translates.
/// It parses the events, and they are read for their meaning as it has parsed them. On the loop.
public interface AnswerEvents {
  /// Parses the data of one event, which lie in `a` before `length` and stay there until the event
  /// has been taken.
  ///
  /// @return the event; null where the data are no JSON
  /// @throws HeapMeter.NoRoomException if there is no room for the event
  @Nullable JsonNode parse(byte[] a, int length);

  /// Takes an event, whose data lie in `a` before `length` until this returns.
  ///
  /// @param parsed the event as [#parse] has returned it; null where it has not been parsed
  void event(@Nullable JsonNode parsed, byte[] a, int length);

  /// Passes on what the events so far have come to, since there is nothing more to read for now.
  void read();
}
