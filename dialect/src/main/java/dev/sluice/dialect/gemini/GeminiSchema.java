package dev.sluice.dialect.gemini;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Schemas;
import java.util.Set;

/// Turns a schema into one that Google takes as JSON Schema: a constant becomes an enumeration of
/// one value, and what is not supported is told in the description. A schema that has nothing of
/// the kind stays as it was written.
final class GeminiSchema {
  private static final Set<String> TAKEN =
      Set.of(
          "$id",
          "$defs",
          "$ref",
          "$anchor",
          "type",
          "format",
          "title",
          "description",
          "enum",
          "items",
          "prefixItems",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "anyOf",
          "oneOf",
          "properties",
          "additionalProperties",
          "required",
          "propertyOrdering");

  private static final String OLDER = "#/definitions/";
  private static final String NEWER = "#/$defs/";

  private final JsonOutput out;
  private boolean changed;

  private GeminiSchema(HeapMeter meter) {
    out = new JsonOutput(meter);
  }

  static RawJson adapt(RawJson schema, HeapMeter meter) {
    return Schemas.read(schema, meter, root -> adapt(schema, root));
  }

  private static RawJson adapt(RawJson schema, JsonNode root) {
    var writer = new GeminiSchema(root.meter());
    writer.schema(root);
    return writer.changed ? new RawJson(writer.out.text()) : schema;
  }

  private void schema(JsonNode schema) {
    if (!schema.is(JsonKind.OBJECT)) {
      out.raw(schema);
      return;
    }
    out.open('{');
    var notes = new StringBuilder();
    schema.children().forEach(keyword -> keyword(keyword, notes));
    Schemas.describe(out, schema.string("description"), notes.toString());
    out.close('}');
  }

  private void keyword(JsonNode keyword, StringBuilder notes) {
    switch (keyword.name()) {
      case "description" -> {}
      case "$schema", "$comment" -> changed = true;
      case "const" -> constant(keyword);
      case "definitions" -> {
        changed = true;
        named("$defs", keyword);
      }
      case "$ref" -> reference(keyword);
      case "properties", "$defs" -> named(keyword.name(), keyword);
      case "anyOf", "oneOf", "prefixItems" -> listed(keyword);
      case "items", "additionalProperties" -> {
        out.name(keyword.name());
        schema(keyword);
      }
      default -> other(keyword, notes);
    }
  }

  private void constant(JsonNode value) {
    changed = true;
    out.name("enum").open('[').raw(value).close(']');
  }

  private void reference(JsonNode reference) {
    String target = reference.text();
    boolean older = target.startsWith(OLDER);
    changed |= older;
    out.field("$ref", older ? NEWER + target.substring(OLDER.length()) : target);
  }

  private void other(JsonNode keyword, StringBuilder notes) {
    if (TAKEN.contains(keyword.name())) {
      out.quotedName(keyword.name());
      out.raw(keyword);
    } else {
      changed = true;
      notes
          .append(notes.isEmpty() ? "" : ", ")
          .append(keyword.name())
          .append(": ")
          .append(Schemas.told(keyword));
    }
  }

  private void named(String name, JsonNode map) {
    out.name(name).open('{');
    for (JsonNode entry : map.children()) {
      out.quotedName(entry.name());
      schema(entry);
    }
    out.close('}');
  }

  private void listed(JsonNode list) {
    out.name(list.name()).open('[');
    list.children().forEach(this::schema);
    out.close(']');
  }
}
