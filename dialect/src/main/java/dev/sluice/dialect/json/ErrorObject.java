package dev.sluice.dialect.json;

import java.util.List;
import java.util.Optional;

/// Finds the object that says what went wrong in the body of an error.
public final class ErrorObject {
  /// The most heap bytes of the tree of an error. No provider needs more words for one.
  private static final long TREE_MAX = 4 << 20;

  private ErrorObject() {}

  /// Returns the value called `error`, or the whole body where it has none; of a list, that of the
  /// first element. Empty where the body is no JSON, or too large.
  public static Optional<JsonNode> in(byte[] body) {
    try {
      JsonNode top = JsonReader.WHOLE.read(body, HeapMeter.upTo(TREE_MAX));
      List<JsonNode> list = top.children();
      JsonNode holder = top.is(JsonKind.ARRAY) && !list.isEmpty() ? list.getFirst() : top;
      JsonNode error = holder.get("error");
      return Optional.of(error == null ? holder : error);
    } catch (JsonReader.NotJsonException | HeapMeter.NoRoomException page) {
      return Optional.empty();
    }
  }
}
