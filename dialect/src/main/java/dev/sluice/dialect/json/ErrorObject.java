package dev.sluice.dialect.json;

import java.util.List;
import java.util.Optional;

/// Finds what says what went wrong in the body of an error.
public final class ErrorObject {
  /// No provider needs more words for an error.
  private static final long TREE_MAX = 4 << 20;

  private ErrorObject() {}

  /// The value called `error`, or all of a body that has none; of a list the first one's. Empty
  /// where the body is no JSON, or too much of it.
  public static Optional<JsonNode> in(byte[] body) {
    try {
      JsonNode top = JsonReader.WHOLE.read(body, HeapMeter.upTo(TREE_MAX));
      List<JsonNode> list = top.children();
      JsonNode holder = top.is(JsonNode.Kind.ARRAY) && !list.isEmpty() ? list.getFirst() : top;
      JsonNode error = holder.get("error");
      return Optional.of(error == null ? holder : error);
    } catch (JsonReader.NotJsonException | HeapMeter.NoRoomException page) {
      return Optional.empty();
    }
  }
}
