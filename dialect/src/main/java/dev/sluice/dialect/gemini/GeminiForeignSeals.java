package dev.sluice.dialect.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.codec.SealedIds;
import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.DroppedPaths;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Removes from a request in Gemini's dialect, which goes to a provider of that dialect, what a
/// target of another dialect has sealed in the conversation, since Google refuses the whole call
/// for a signature that is not its own: thinking goes, and a call gets the value that Google
/// documents for calls which another model has made. The seals that ids of calls carry go as well.
/// Every other byte stays. A count of tokens may have its conversation in a request of its own.
///
/// Belongs to one thread.
final class GeminiForeignSeals {
  private static final JsonReader JSON =
      JsonReader.of(
          "contents",
          "parts",
          "functionCall",
          "function_call",
          "functionResponse",
          "function_response",
          "generateContentRequest",
          "generate_content_request");

  private static final byte[] FILLER = ('"' + GeminiRequestEncoder.FILLER + '"').getBytes(UTF_8);

  private static final byte[] NO_PARTS = "[]".getBytes(UTF_8);

  /// The properties in which a count of tokens may have a request.
  private static final List<String> WITHIN =
      List.of("generateContentRequest", "generate_content_request");

  private final BodyEdits edits;
  private final DroppedPaths dropped = new DroppedPaths();
  private final SealedIds ids;

  private GeminiForeignSeals(byte[] body, HeapMeter meter) {
    edits = new BodyEdits(body, meter);
    ids = new SealedIds(edits, dropped);
  }

  /// Returns the request without those seals; empty where it has none.
  static Optional<Unsealed> without(byte[] body, HeapMeter meter) {
    try {
      JsonNode top = JSON.read(body, meter);
      var seals = new GeminiForeignSeals(body, meter);
      seals.takeOut(top);
      for (String name : WITHIN) {
        seals.takeOut(top.get(name));
      }
      return seals.result();
    } catch (NotJsonException notOurs) {
      return Optional.empty();
    }
  }

  private Optional<Unsealed> result() {
    return dropped.isEmpty() && !ids.any()
        ? Optional.empty()
        : Optional.of(new Unsealed(edits.bytes(), dropped.paths()));
  }

  private void takeOut(@Nullable JsonNode request) {
    JsonNode contents = request == null ? null : request.get("contents");
    if (contents != null && contents.is(JsonKind.ARRAY)) {
      contents(contents);
    } else if (contents != null) {
      // One content may stand for an array of one.
      parts(contents, partsOf(contents));
    }
  }

  private void contents(JsonNode contents) {
    var gone = new HashSet<JsonNode>();
    for (JsonNode content : contents.children()) {
      List<JsonNode> parts = partsOf(content);
      if (!parts.isEmpty() && parts.stream().allMatch(GeminiForeignSeals::isThought)) {
        gone.add(content);
        dropped.add(content);
      } else {
        parts(content, parts);
      }
    }
    edits.cut(contents, gone);
  }

  private void parts(JsonNode content, List<JsonNode> parts) {
    var gone = new HashSet<JsonNode>();
    for (JsonNode part : parts) {
      if (isThought(part)) {
        dropped.add(part);
        gone.add(part);
      } else {
        kept(part);
      }
    }
    JsonNode holder = content.get("parts");
    if (holder != null && holder.is(JsonKind.ARRAY)) {
      edits.cut(holder, gone);
    } else if (holder != null && gone.contains(holder)) {
      edits.replace(holder, NO_PARTS);
    }
  }

  /// The parts of a content. One part may stand for an array of one.
  private static List<JsonNode> partsOf(JsonNode content) {
    JsonNode parts = content.get("parts");
    return parts != null && parts.is(JsonKind.OBJECT) ? List.of(parts) : content.children("parts");
  }

  private void kept(JsonNode part) {
    JsonNode signature = signature(part);
    if (signature != null && isForeign(part)) {
      dropped.add(part);
      edits.replace(signature, FILLER);
    }
    ids(part);
  }

  private static boolean isForeign(JsonNode part) {
    JsonNode signature = signature(part);
    return signature != null && ClientSignature.isToken(signature.text());
  }

  private static boolean isThought(JsonNode part) {
    return part.isTrue("thought") && isForeign(part);
  }

  private static @Nullable JsonNode signature(JsonNode part) {
    JsonNode signature = part.get("thoughtSignature");
    return signature == null ? part.get("thought_signature") : signature;
  }

  private void ids(JsonNode part) {
    ids.call(id(part, "functionCall", "function_call"));
    ids.result(id(part, "functionResponse", "function_response"));
  }

  private static @Nullable JsonNode id(JsonNode part, String camel, String underscores) {
    JsonNode function = part.get(camel);
    JsonNode other = function == null ? part.get(underscores) : function;
    return other == null ? null : other.get("id");
  }
}
