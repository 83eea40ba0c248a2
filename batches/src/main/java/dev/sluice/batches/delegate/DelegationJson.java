package dev.sluice.batches.delegate;

import dev.sluice.call.text.EnumWords;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Delegations as the rows of batches have them: JSON, or an empty text for none.
public final class DelegationJson {
  private DelegationJson() {}

  /// The text of a delegation.
  public static String write(Delegation delegation) {
    if (delegation.equals(Delegation.NONE)) {
      return "";
    }
    var out = new JsonOutput().open('{').field("target", delegation.target());
    out.field("left", delegation.left()).name("parts").open('[');
    for (Part part : delegation.parts()) {
      write(out, part);
    }
    return out.close(']').close('}').text();
  }

  private static void write(JsonOutput out, Part part) {
    out.open('{').field("from", part.from()).field("to", part.to());
    out.field("worst", part.worst());
    out.field("state", EnumWords.of(part.state())).field("file", part.file());
    out.field("remote", part.remote()).name("results").open('[');
    part.results().forEach(out::string);
    out.close(']').field("since", part.since()).field("due", part.due());
    out.field("asked", part.asked()).field("failed", part.failed());
    JsonOutput _ = out.field("refused", part.refused()).close('}');
  }

  /// The delegation of a text.
  ///
  /// @throws IllegalStateException if it is none
  public static Delegation read(String text) {
    if (text.isEmpty()) {
      return Delegation.NONE;
    }
    try {
      JsonNode tree =
          JsonReader.WHOLE.read(text.getBytes(StandardCharsets.UTF_8), HeapMeter.unbounded());
      List<Part> parts = tree.children("parts").stream().map(DelegationJson::part).toList();
      return new Delegation(tree.string("target", ""), parts, tree.number("left", 0));
    } catch (NotJsonException e) {
      throw new IllegalStateException("a row of batches is not what was written", e);
    }
  }

  private static Part part(JsonNode part) {
    return new Part(
        (int) part.number("from", 0),
        (int) part.number("to", 0),
        part.number("worst", 0),
        EnumWords.read(PartState.class, "state", part.string("state", "")),
        part.string("file", ""),
        part.string("remote", ""),
        part.children("results").stream().map(JsonNode::text).toList(),
        part.number("since", 0),
        part.number("due", 0),
        (int) part.number("asked", 0),
        (int) part.number("failed", 0),
        (int) part.number("refused", 0));
  }
}
