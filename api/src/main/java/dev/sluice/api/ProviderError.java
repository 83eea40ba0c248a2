package dev.sluice.api;

import dev.sluice.call.Failed;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The members of a provider's error that passes in its own words.
///
/// @param json the whole of it: `{"error": {...}}`, or whatever object it is
/// @param message its message for people; empty where it has none
/// @param code its word for programs; empty where it has none
/// @param type what it says of itself as a whole; empty where it says nothing
/// @param status Google's word for its kind; empty where it has none
public record ProviderError(String json, String message, String code, String type, String status) {
  private enum Part {
    MESSAGE,
    CODE,
    TYPE,
    STATUS
  }

  private static final JsonSelector<Part> SHAPE = shape();

  /// The provider's words, if they are meant for programs; pages meant for people are not passed
  /// on.
  public static Optional<ProviderError> of(Failed.Refused refused) {
    String body = refused.body();
    boolean object =
        refused.contentType().startsWith("application/json") && body.stripLeading().startsWith("{");
    return object ? Optional.of(read(body)) : Optional.empty();
  }

  private static ProviderError read(String body) {
    Map<Part, String> parts = new EnumMap<>(Part.class);
    var walker = new JsonWalker<>(SHAPE, (Part part, JsonWalker<Part> at) -> take(part, at, parts));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    walker.feed(bytes, 0, bytes.length);
    return new ProviderError(
        body,
        parts.getOrDefault(Part.MESSAGE, ""),
        parts.getOrDefault(Part.CODE, ""),
        parts.getOrDefault(Part.TYPE, ""),
        parts.getOrDefault(Part.STATUS, ""));
  }

  private static void take(Part part, JsonWalker<Part> at, Map<Part, String> parts) {
    if (at.kind() == JsonKind.STRING) {
      parts.putIfAbsent(part, JsonStrings.decode(at.text()));
    } else if (at.kind() == JsonKind.NUMBER) {
      parts.putIfAbsent(part, at.raw());
    }
  }

  private static JsonSelector<Part> shape() {
    JsonSelector<Part> message = JsonSelector.kept(Part.MESSAGE);
    JsonSelector<Part> code = JsonSelector.kept(Part.CODE);
    return JsonSelector.object(
        Map.of(
            "error",
                JsonSelector.objectOrKept(
                    Part.MESSAGE,
                    Map.of(
                        "message",
                        message,
                        "code",
                        code,
                        "status",
                        JsonSelector.kept(Part.STATUS))),
            "message", message,
            "type", JsonSelector.kept(Part.TYPE),
            "detail", message,
            "code", code));
  }
}
