package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Set;

/// Turns a schema into one that Anthropic's structured output takes: objects are closed, `oneOf`
/// becomes `anyOf`, and a bound that is not supported is told in the description.
final class AnthropicSchema {
  private static final Set<String> BOUNDS =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "propertyNames",
          "contains",
          "not",
          "if",
          "then",
          "else");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private final JsonOutput out;

  private AnthropicSchema(HeapMeter meter) {
    out = new JsonOutput(meter);
  }

  /// Returns the schema in the form that structured output takes.
  ///
  /// @param path the path of the schema, for messages
  /// @throws Untranslatable if the schema refers to itself
  static RawJson adapt(RawJson schema, String path, HeapMeter meter) {
    return Schemas.read(schema, meter, root -> adapt(root, path));
  }

  private static RawJson adapt(JsonNode root, String path) {
    if (SchemaCycles.has(root)) {
      throw new Untranslatable(path, "the schema refers to itself, which this target refuses");
    }
    var writer = new AnthropicSchema(root.meter());
    writer.schema(root);
    return new RawJson(writer.out.text());
  }

  /// Returns a tool's schema with the type that this dialect requires.
  static RawJson typed(RawJson schema, HeapMeter meter) {
    return Schemas.read(schema, meter, root -> typed(schema, root));
  }

  private static RawJson typed(RawJson schema, JsonNode root) {
    if (root.get("type") != null) {
      return schema;
    }
    String rest = schema.text().strip().substring(1);
    String comma = root.children().isEmpty() ? "" : ",";
    return new RawJson("{\"type\":\"object\"" + comma + rest);
  }

  private void schema(JsonNode schema) {
    if (!schema.is(JsonKind.OBJECT)) {
      out.raw(schema);
      return;
    }
    out.open('{');
    var notes = new StringBuilder();
    boolean object = schema.get("properties") != null || "object".equals(schema.string("type"));
    for (JsonNode keyword : schema.children()) {
      keyword(keyword, notes, object);
    }
    Schemas.describe(out, schema.string("description"), notes.toString());
    if (object) {
      out.name("additionalProperties").bool(false);
    }
    out.close('}');
  }

  private void keyword(JsonNode keyword, StringBuilder notes, boolean object) {
    String name = keyword.name();
    if (unsupported(keyword)) {
      notes.append(notes.isEmpty() ? "" : ", ").append(name).append(": ");
      notes.append(Schemas.told(keyword));
      return;
    }
    switch (name) {
      case "description" -> {}
      case "additionalProperties" -> {
        if (!object) {
          out.name(name).raw(keyword);
        }
      }
      case "properties", "$defs", "definitions" -> named(keyword);
      case "anyOf", "oneOf", "allOf", "prefixItems" -> listed(keyword);
      case "items" -> {
        out.quotedName(name);
        schema(keyword);
      }
      default -> {
        out.quotedName(name);
        out.raw(keyword);
      }
    }
  }

  private static boolean unsupported(JsonNode keyword) {
    return switch (keyword.name()) {
      case "minItems" -> !keyword.text().equals("0") && !keyword.text().equals("1");
      case "format" -> !FORMATS.contains(keyword.text());
      default -> BOUNDS.contains(keyword.name());
    };
  }

  private void named(JsonNode map) {
    out.name(map.name()).open('{');
    for (JsonNode entry : map.children()) {
      out.quotedName(entry.name());
      schema(entry);
    }
    out.close('}');
  }

  private void listed(JsonNode list) {
    out.name(list.name().equals("oneOf") ? "anyOf" : list.name()).open('[');
    list.children().forEach(this::schema);
    out.close(']');
  }
}
