package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.codec.SealedIds;
import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.Seals;
import java.util.HashSet;
import java.util.Optional;

/// Removes from a request in the dialect of Responses, which goes to a provider of that dialect,
/// the reasoning that a target of another dialect has sealed: OpenAI refuses the whole call for
/// content that it has not encrypted (`invalid_encrypted_content`). The seals that ids of calls
/// carry go as well. Every other byte stays.
final class ResponsesForeignSeals {
  private static final JsonReader JSON = JsonReader.of("input");

  private ResponsesForeignSeals() {}

  /// Returns the request without foreign seals; empty where it has none.
  static Optional<Unsealed> without(byte[] body, HeapMeter meter) {
    try {
      JsonNode input = JSON.read(body, meter).get("input");
      return input == null ? Optional.empty() : without(body, input);
    } catch (NotJsonException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Unsealed> without(byte[] body, JsonNode input) {
    var gone = new HashSet<JsonNode>();
    var dropped = new DroppedPaths();
    var edits = new BodyEdits(body, input.meter());
    var ids = new SealedIds(edits, dropped);
    for (JsonNode item : input.children()) {
      if (isForeign(item)) {
        gone.add(item);
        dropped.add(item);
      } else {
        id(item, ids);
      }
    }
    if (gone.isEmpty() && !ids.any()) {
      return Optional.empty();
    }
    edits.cut(input, gone);
    return Optional.of(new Unsealed(edits.bytes(), dropped.paths()));
  }

  private static void id(JsonNode item, SealedIds ids) {
    if (item.string("type", "").endsWith("_output")) {
      ids.result(item.get("call_id"));
    } else {
      ids.call(item.get("call_id"));
    }
  }

  private static boolean isForeign(JsonNode item) {
    return item.string("type", "").equals("reasoning")
        && item.string("encrypted_content", "").startsWith(Seals.MARK);
  }
}
