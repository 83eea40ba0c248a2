package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;

/// The JSON texts that clients and providers send, read as trees.
public final class JsonTexts {
  private JsonTexts() {}

  /// Reads a client's request.
  ///
  /// @throws Untranslatable if `body` is no JSON object
  public static JsonNode request(JsonReader reader, byte[] body, HeapMeter meter) {
    try {
      JsonNode top = reader.read(body, meter);
      if (!top.is(JsonKind.OBJECT)) {
        throw new Untranslatable("", "the request must be a JSON object");
      }
      return top;
    } catch (NotJsonException e) {
      throw new Untranslatable("", "the request is not JSON: " + e.getMessage());
    }
  }

  /// Reads a provider's answer, the first `length` bytes of `a`.
  ///
  /// @throws BrokenAnswer if they are no JSON
  public static JsonNode answer(JsonReader reader, byte[] a, int length, HeapMeter meter) {
    try {
      return reader.read(a, 0, length, meter);
    } catch (NotJsonException e) {
      throw BrokenAnswer.answer("it is not JSON: " + e.getMessage());
    }
  }

  /// Reads an event of a provider's stream, the first `length` bytes of `a`.
  ///
  /// @throws BrokenAnswer if they are no JSON
  public static JsonNode event(JsonReader reader, byte[] a, int length, HeapMeter meter) {
    try {
      return reader.read(a, 0, length, meter);
    } catch (NotJsonException e) {
      throw BrokenAnswer.stream("an event is not JSON: " + e.getMessage());
    }
  }
}
