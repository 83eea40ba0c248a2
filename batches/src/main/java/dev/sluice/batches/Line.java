package dev.sluice.batches;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.util.Arrays;

/// A line of an input that was found in order.
///
/// @param customId the client's name for it, as it was written: a JSON string
/// @param body the body of its call
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Line(byte[] customId, byte[] body) {
  static final String CUSTOM_ID = "custom_id";
  static final String METHOD = "method";
  static final String URL = "url";
  static final String BODY = "body";

  /// Opens what a line says, and passes over the body.
  static final JsonReader READER = JsonReader.of();

  /// Reads a line that was validated.
  ///
  /// @throws InputDamagedException if it is another than it was
  static Line of(byte[] bytes) throws InputDamagedException {
    try {
      JsonNode line = READER.read(bytes, HeapMeter.unbounded());
      return new Line(part(bytes, line, CUSTOM_ID), part(bytes, line, BODY));
    } catch (NotJsonException e) {
      throw new InputDamagedException("is no JSON now");
    }
  }

  private static byte[] part(byte[] bytes, JsonNode line, String name)
      throws InputDamagedException {
    JsonNode value = line.get(name);
    if (value == null) {
      throw new InputDamagedException("has no " + name + " now");
    }
    return Arrays.copyOfRange(bytes, value.start(), value.end());
  }

  /// Whether a value is there and of a kind.
  static boolean is(JsonNode line, String name, JsonKind kind) {
    JsonNode value = line.get(name);
    return value != null && value.is(kind);
  }
}
