package dev.sluice.internal.dialect.json;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what says what went wrong in the body of an error.
public final class ErrorObject {
  private static final JsonReader JSON = new JsonReader(Set.of());

  private ErrorObject() {}

  /// The value called `error`, or all of a body that has none; of a list the first one's. Empty
  /// where the body is no JSON.
  public static Optional<JsonNode> in(byte[] body) {
    try {
      JsonNode top = JSON.read(body);
      List<JsonNode> list = top.children();
      JsonNode holder = top.is(JsonNode.Kind.ARRAY) && !list.isEmpty() ? list.getFirst() : top;
      JsonNode error = holder.get("error");
      return Optional.of(error == null ? holder : error);
    } catch (JsonReader.NotJsonException page) {
      return Optional.empty();
    }
  }
}
