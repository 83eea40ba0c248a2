package dev.sluice.internal.dialect.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonNode.Kind;
import dev.sluice.internal.dialect.json.JsonReader;
import dev.sluice.internal.dialect.json.JsonReader.NotJsonException;
import dev.sluice.internal.dialect.json.RawJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Questions about JSON Schemas.
public final class Schemas {
  /// Of a tool that takes nothing.
  public static final RawJson NO_ARGUMENTS = new RawJson("{\"type\":\"object\",\"properties\":{}}");

  /// Of a function that stands for a tool which takes a text.
  public static final RawJson ONE_TEXT =
      new RawJson(
          "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
              + "\"required\":[\"input\"]}");

  private Schemas() {}

  public static JsonNode read(RawJson schema) {
    try {
      return new JsonReader(Set.of()).read(schema.text().getBytes(UTF_8));
    } catch (NotJsonException e) {
      throw new IllegalStateException("raw JSON is well formed", e);
    }
  }

  /// Whether every object requires all its properties and allows no others, as OpenAI's strict mode
  /// demands.
  public static boolean requiresAll(RawJson schema) {
    return closed(read(schema));
  }

  private static boolean closed(JsonNode node) {
    JsonNode properties = node.is(Kind.OBJECT) ? node.get("properties") : null;
    if (properties != null && !closedObject(node, properties)) {
      return false;
    }
    for (JsonNode child : node.children()) {
      if (!closed(child)) {
        return false;
      }
    }
    return true;
  }

  private static boolean closedObject(JsonNode node, JsonNode properties) {
    JsonNode others = node.get("additionalProperties");
    JsonNode required = node.get("required");
    var names = new HashSet<String>();
    for (JsonNode name : required == null ? List.<JsonNode>of() : required.children()) {
      names.add(name.text());
    }
    return others != null
        && others.text().equals("false")
        && properties.children().stream().allMatch(property -> names.contains(property.name()));
  }
}
