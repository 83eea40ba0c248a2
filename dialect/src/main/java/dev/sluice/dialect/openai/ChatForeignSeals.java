package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.codec.SealedIds;
import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.DroppedPaths;
import java.util.List;
import java.util.Optional;

/// Removes from a request of Chat Completions, which goes to a provider of that dialect, the seals
/// that the ids of calls carry: OpenAI takes ids of at most 40 or 64 characters. Every other byte
/// stays, since servers pass over properties that they do not know.
final class ChatForeignSeals {
  private static final JsonReader JSON = JsonReader.of("messages", "tool_calls");

  private ChatForeignSeals() {}

  /// Returns the request without those seals; empty where it has none.
  public static Optional<Unsealed> without(byte[] body, HeapMeter meter) {
    try {
      return without(body, JSON.read(body, meter).children("messages"), meter);
    } catch (NotJsonException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Unsealed> without(byte[] body, List<JsonNode> messages, HeapMeter meter) {
    var edits = new BodyEdits(body, meter);
    var dropped = new DroppedPaths();
    var ids = new SealedIds(edits, dropped);
    for (JsonNode message : messages) {
      message.children("tool_calls").forEach(call -> ids.call(call.get("id")));
      ids.result(message.get("tool_call_id"));
    }
    return ids.any() ? Optional.of(new Unsealed(edits.bytes(), dropped.paths())) : Optional.empty();
  }
}
