package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// A way to make the calls of a shape.
enum Mode {
  /// Whole, and the gateway asks as it finds best.
  WHOLE,

  /// Streamed.
  STREAM,

  /// Whole, and the gateway is told to ask for streams.
  ASSEMBLED,

  /// Whole after some streams, from which the gateway may have learned how to ask.
  LEARNED;

  private static final int STREAMS_BEFORE = 4;

  /// Its name in the corpus.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// `calls` of a shape, made this way; a call that says itself how it is made is made so.
  ArrayNode applied(Iterable<JsonNode> calls) {
    ArrayNode made = Yaml.JSON.createArrayNode();
    for (JsonNode call : calls) {
      if (this == LEARNED) {
        made.add(with(call, true).put("times", STREAMS_BEFORE));
      }
      made.add(with(call, this == STREAM));
    }
    return made;
  }

  private static ObjectNode with(JsonNode call, boolean stream) {
    ObjectNode copy = call.deepCopy();
    return copy.path("stream").isBoolean() ? copy : copy.put("stream", stream);
  }
}
