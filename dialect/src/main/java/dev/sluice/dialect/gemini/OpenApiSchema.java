package dev.sluice.dialect.gemini;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;
import java.util.Locale;

/// Turns a JSON Schema into Google's older form, a part of OpenAPI 3.0: types in capitals,
/// `nullable`, bounds that are strings.
final class OpenApiSchema {
  private final JsonOutput out;

  private OpenApiSchema(HeapMeter meter) {
    out = new JsonOutput(meter);
  }

  static RawJson read(JsonNode schema) {
    long before = schema.meter().built();
    var reader = new OpenApiSchema(schema.meter());
    reader.schema(schema.read(JsonReader.WHOLE));
    String text = reader.out.text();
    schema.meter().back(before);
    schema.counting(HeapMeter.string(text.length()));
    return new RawJson(text);
  }

  private void schema(JsonNode schema) {
    if (!schema.is(JsonKind.OBJECT)) {
      out.raw(schema);
      return;
    }
    boolean nullable = schema.isTrue("nullable");
    out.open('{');
    schema.children().forEach(keyword -> keyword(keyword, nullable));
    out.close('}');
  }

  private void keyword(JsonNode keyword, boolean nullable) {
    switch (Spelling.camel(keyword)) {
      case "nullable", "propertyOrdering", "example" -> {}
      case "type" -> type(keyword.text().toLowerCase(Locale.ROOT), nullable);
      case "properties", "defs" -> named(keyword);
      case "anyOf" -> listed(keyword);
      case "items", "additionalProperties" -> {
        out.name(Spelling.camel(keyword));
        schema(keyword);
      }
      case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
          out.field(Spelling.camel(keyword), new RawJson(keyword.text()));
      default -> {
        out.quotedName(keyword.name());
        out.raw(keyword);
      }
    }
  }

  private void type(String type, boolean nullable) {
    if (type.equals("type_unspecified")) {
      return;
    }
    out.name("type");
    if (nullable) {
      out.open('[').string(type).string("null").close(']');
    } else {
      out.string(type);
    }
  }

  private void named(JsonNode map) {
    out.quotedName(map.name()).open('{');
    for (JsonNode entry : map.children()) {
      out.quotedName(entry.name());
      schema(entry);
    }
    out.close('}');
  }

  private void listed(JsonNode list) {
    out.name("anyOf").open('[');
    list.children().forEach(this::schema);
    out.close(']');
  }
}
