package dev.sluice.dialect.codec;

import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BrokenAnswer;

/// A decoder of a provider's events into events of the hub, which it hands on as it reads. Belongs
/// to one thread and one answer.
public interface EventDecoder {
  /// Parses the data of one event, `a` before `length`.
  ///
  /// @throws BrokenAnswer if they are no JSON
  JsonNode parse(byte[] a, int length);

  /// Reads one event that [#parse] has parsed; names of events say nothing that the data do not.
  ///
  /// @throws BrokenAnswer if the event is an error, or no event of the dialect
  void event(JsonNode event);

  /// Parses and reads one event, whose data are `a` before `length`.
  ///
  /// @throws BrokenAnswer if the event is an error, or no event of the dialect
  default void event(byte[] a, int length) {
    if (!complete()) {
      event(parse(a, length));
    }
  }

  /// Ends the stream.
  ///
  /// @throws BrokenAnswer if the answer has not come to its end
  void end();

  /// Whether the answer has come to its end, behind which nothing is read.
  boolean complete();
}
