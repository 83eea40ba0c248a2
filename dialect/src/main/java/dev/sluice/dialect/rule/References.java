package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.util.Optional;

/// The references of requests to content that they do not hold: parts of a conversation that a
/// provider holds, so that nobody else can say how long it is.
public final class References {
  private static final JsonReader JSON =
      JsonReader.of("input", "generateContentRequest", "generate_content_request");

  private static final String[] CACHED = {"cachedContent", "cached_content"};

  private References() {}

  /// The path of the first reference in a request of Responses.
  public static Optional<String> responses(byte[] body, HeapMeter meter) {
    return read(body, meter).flatMap(References::ofResponses);
  }

  private static Optional<String> ofResponses(JsonNode top) {
    for (JsonNode item : top.children("input")) {
      if (isReference(item)) {
        return Optional.of(item.path());
      }
    }
    return first(top, "previous_response_id", "conversation", "prompt");
  }

  /// Whether an item is a reference. Its type may be left out.
  private static boolean isReference(JsonNode item) {
    boolean bare = item.get("role") == null && item.get("content") == null;
    return item.get("type") == null
        ? bare && item.get("id") != null
        : item.string("type", "").equals("item_reference");
  }

  /// The path of the first reference in a request of Gemini, or in the request that is to be
  /// counted.
  public static Optional<String> gemini(byte[] body, HeapMeter meter) {
    return read(body, meter).flatMap(References::ofGemini);
  }

  private static Optional<String> ofGemini(JsonNode top) {
    return first(top, CACHED)
        .or(() -> within(top, "generateContentRequest"))
        .or(() -> within(top, "generate_content_request"));
  }

  private static Optional<String> within(JsonNode top, String name) {
    JsonNode request = top.get(name);
    return request == null ? Optional.empty() : first(request, CACHED);
  }

  private static Optional<String> first(JsonNode object, String... names) {
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null) {
        return Optional.of(value.path());
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> read(byte[] body, HeapMeter meter) {
    try {
      return Optional.of(JSON.read(body, meter));
    } catch (NotJsonException notOurs) {
      return Optional.empty();
    }
  }
}
