package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.wire.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes a JSON value that fits a JSON schema, as far as function parameters and response formats
/// use it: types, properties, items, enum, const, anyOf, allOf, $ref, bounds, common formats.
/// Always the same for the same schema.
record Sample(JsonNode root) {
  private static final int MAX_DEPTH = 8;

  /// Returns a value that fits `schema`, as text.
  static String of(JsonNode schema) {
    Bytes out = new Bytes(256);
    new Sample(schema).value(out, schema, "value", 0);
    return out.toString();
  }

  private void value(Bytes out, JsonNode schema, String name, int depth) {
    JsonNode picked = schema.path("enum").path(0);
    JsonNode fixed = schema.has("const") ? schema.get("const") : picked;
    JsonNode other = alternative(schema);
    if (!fixed.isMissingNode()) {
      out.put(fixed.toString().getBytes(StandardCharsets.UTF_8));
    } else if (other != null && depth < MAX_DEPTH) {
      value(out, other, name, depth + 1);
    } else {
      typed(out, schema, name, depth);
    }
  }

  private @Nullable JsonNode alternative(JsonNode schema) {
    String reference = schema.path("$ref").asText("");
    if (reference.startsWith("#")) {
      return root.at(reference.substring(1));
    }
    for (String key : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.path(key).has(0)) {
        return schema.get(key).get(0);
      }
    }
    return null;
  }

  private void typed(Bytes out, JsonNode schema, String name, int depth) {
    switch (type(schema)) {
      case "object" -> object(out, schema, depth);
      case "array" -> array(out, schema, name, depth);
      case "integer" -> out.number((long) number(schema));
      case "number" -> out.ascii(Double.toString(number(schema) + 0.5));
      case "boolean" -> out.ascii("true");
      case "null" -> out.ascii("null");
      default -> out.quoted(text(schema, name));
    }
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    String fallback = schema.has("properties") ? "object" : "string";
    return (type.isArray() ? type.path(0) : type).asText(fallback);
  }

  private void object(Bytes out, JsonNode schema, int depth) {
    out.ascii("{");
    boolean[] first = {true};
    if (depth < MAX_DEPTH) {
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                out.ascii(first[0] ? "" : ",").quoted(property.getKey()).ascii(":");
                first[0] = false;
                value(out, property.getValue(), property.getKey(), depth + 1);
              });
    }
    out.ascii("}");
  }

  private void array(Bytes out, JsonNode schema, String name, int depth) {
    int items = depth < MAX_DEPTH ? Math.clamp(schema.path("minItems").asInt(1), 1, 100) : 0;
    out.ascii("[");
    for (int i = 0; i < items; i++) {
      value(out.ascii(i > 0 ? "," : ""), schema.path("items"), name, depth + 1);
    }
    out.ascii("]");
  }

  private static double number(JsonNode schema) {
    return schema.path("minimum").asDouble(schema.path("maximum").asDouble(7));
  }

  private static String text(JsonNode schema, String name) {
    return switch (schema.path("format").asText("")) {
      case "date" -> "2026-01-31";
      case "date-time" -> "2026-01-31T12:00:00Z";
      case "time" -> "12:00:00Z";
      case "email" -> "keeper@example.com";
      case "uri" -> "https://example.com/";
      case "uuid" -> "00000000-0000-4000-8000-000000000000";
      default -> name + " é\n" + "x".repeat(Math.clamp(schema.path("minLength").asInt(0), 0, 1000));
    };
  }
}
