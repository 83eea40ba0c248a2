package dev.sluice.spring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The keys of the schema of sluice.yaml that an engine is configured by, as [KnownKeys] reads
/// them.
final class SchemaKeys {
  /// The sections of sluice.yaml that are an engine's.
  static final List<String> SECTIONS =
      List.of("providers", "defaults", "routes", "tenants", "models");

  private final List<String> lines = new ArrayList<>();

  /// Returns the lines of the list.
  static List<String> of(JsonNode schema) {
    var keys = new SchemaKeys();
    SECTIONS.forEach(section -> keys.add(section, schema.get("properties").get(section)));
    return keys.lines;
  }

  private void add(String path, JsonNode node) {
    boolean single = false;
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode form : forms(node)) {
      switch (form.path("type").asText()) {
        case "object" -> addBelow(path, form);
        case "array" -> add(path + "[]", form.get("items"));
        default -> single = true;
      }
      form.path("enum").forEach(word -> addText(words, word));
    }
    if (single) {
      lines.add((path + " " + String.join(" ", words)).strip());
    }
  }

  private void addBelow(String path, JsonNode object) {
    object
        .path("properties")
        .properties()
        .forEach(below -> add(path + "." + below.getKey(), below.getValue()));
    if (object.path("additionalProperties").isObject()) {
      add(path + ".*", object.get("additionalProperties"));
    }
  }

  private static void addText(Set<String> words, JsonNode word) {
    if (word.isTextual()) {
      words.add(word.asText());
    }
  }

  /// Returns the forms that a value may have.
  static Iterable<JsonNode> forms(JsonNode node) {
    return node.has("anyOf") ? node.get("anyOf") : List.of(node);
  }
}
