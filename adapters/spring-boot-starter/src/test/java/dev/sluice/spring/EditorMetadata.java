package dev.sluice.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The metadata by which editors complete properties, made of the schema of sluice.yaml. What
/// stands under names of the application's own (`providers`, `routes`, `tenants`) is one property,
/// a map, since the form of the metadata knows no key behind a name; its description lists the
/// keys.
final class EditorMetadata {
  private static final Pattern DEFAULT = Pattern.compile(" ?Default: `([^` ]+)`\\.$");
  private static final String TEXT = "java.lang.String";
  private static final String MAP = "java.util.Map<java.lang.String,java.lang.Object>";

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ArrayNode properties;
  private final ArrayNode hints;

  private EditorMetadata() {
    group("sluice", "The gateway of the application.");
    properties = root.putArray("properties");
    hints = root.putArray("hints");
  }

  /// Makes the metadata.
  static ObjectNode of(JsonNode schema) {
    var made = new EditorMetadata();
    made.property("sluice.enabled", "java.lang.Boolean", "Whether there is a gateway at all.")
        .put("defaultValue", true);
    made.property(
        "sluice.config",
        TEXT,
        "A file in the form of sluice.yaml: classpath:NAME, file:PATH or a path."
            + " Properties go before what it says.");
    SchemaKeys.SECTIONS.forEach(
        section -> made.add("sluice." + section, schema.get("properties").get(section)));
    return made.root;
  }

  private void group(String name, String description) {
    root.withArray("groups")
        .addObject()
        .put("name", name)
        .put("type", SluiceProperties.class.getName())
        .put("sourceType", SluiceProperties.class.getName())
        .put("description", description);
  }

  private void add(String name, JsonNode node) {
    boolean single = false;
    boolean list = false;
    List<String> words = new ArrayList<>();
    for (JsonNode form : SchemaKeys.forms(node)) {
      switch (form.path("type").asText()) {
        case "object" -> addObject(name, form, node);
        case "array" -> list = true;
        default -> single = true;
      }
      form.path("enum").forEach(word -> words.add(word.asText()));
    }
    if (single || list) {
      describe(name, list, node, words);
    }
  }

  private void addObject(String name, JsonNode object, JsonNode described) {
    if (object.path("additionalProperties").isObject()) {
      property(name, MAP, text(described) + keys(object.get("additionalProperties")));
    }
    object
        .path("properties")
        .properties()
        .forEach(below -> add(name + "." + below.getKey().replace('_', '-'), below.getValue()));
  }

  private static String keys(JsonNode named) {
    List<String> keys = new ArrayList<>();
    named.path("properties").properties().forEach(below -> keys.add(below.getKey()));
    return keys.isEmpty() ? "" : " Keys of each: " + String.join(", ", keys) + ".";
  }

  private void describe(String name, boolean list, JsonNode node, List<String> words) {
    String text = text(node);
    Matcher given = DEFAULT.matcher(text);
    String type = list ? "java.util.List<java.lang.String>" : type(words);
    ObjectNode property = property(name, type, text);
    if (!list && given.find()) {
      property.put("defaultValue", given.group(1));
    }
    if (!words.isEmpty() && !type.equals("java.lang.Boolean")) {
      ArrayNode values = hints.addObject().put("name", name).putArray("values");
      words.forEach(word -> values.addObject().put("value", word));
    }
  }

  private static String type(List<String> words) {
    return words.equals(List.of("true", "false")) ? "java.lang.Boolean" : TEXT;
  }

  private static String text(JsonNode node) {
    return node.path("description").asText();
  }

  private ObjectNode property(String name, String type, String description) {
    ObjectNode property = properties.addObject().put("name", name).put("type", type);
    if (!description.isBlank()) {
      property.put("description", description.strip());
    }
    return property;
  }
}
