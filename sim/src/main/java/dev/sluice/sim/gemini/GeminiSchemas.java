package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.Set;

/// Google's own form of a schema (`parameters`, `responseSchema`), a part of OpenAPI's; any other
/// keyword of JSON Schema is an unknown name there.
final class GeminiSchemas {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "enum",
          "maxItems",
          "minItems",
          "properties",
          "required",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "anyOf",
          "propertyOrdering",
          "default",
          "items",
          "minimum",
          "maximum");

  private GeminiSchemas() {}

  /// Checks a schema.
  ///
  /// @param path where it stands
  static void check(JsonNode schema, String path) throws Refusal {
    if (schema.isMissingNode()) {
      return;
    }
    RequestMembers.known(schema, path, KNOWN);
    if (schema.path("type").isArray()) {
      throw Wrong.of(
          "Invalid value at '" + path + ".type' (Proto field is not repeating, cannot start list.");
    }
    int at = 0;
    for (var property : schema.path("properties").properties()) {
      check(property.getValue(), path + ".properties[" + at++ + "].value");
    }
    if (RequestMembers.has(schema, "items")) {
      check(schema.path("items"), path + ".items");
    }
    JsonNode any = RequestMembers.get(schema, "anyOf");
    for (int i = 0; i < any.size(); i++) {
      check(any.get(i), path + ".any_of[" + i + "]");
    }
  }
}
