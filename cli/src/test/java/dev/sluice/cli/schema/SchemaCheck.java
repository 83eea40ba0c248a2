package dev.sluice.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Judges values by a schema, as far as the words go that the schema of the configuration uses. A
/// word that is not one of them fails, so that none is overlooked.
final class SchemaCheck {
  private static final List<String> KNOWN =
      List.of(
          "$schema",
          "title",
          "description",
          "$defs",
          "type",
          "properties",
          "additionalProperties",
          "required",
          "items",
          "minItems",
          "anyOf",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "$ref");

  private final JsonNode root;

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  /// The places of what is wrong.
  List<String> wrong(JsonNode value) {
    var wrong = new ArrayList<String>();
    check("", root, value, wrong);
    return wrong;
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    var wrong = new ArrayList<String>();
    check("", schema, value, wrong);
    return wrong.isEmpty();
  }

  private void check(String at, JsonNode schema, JsonNode value, List<String> wrong) {
    schema
        .fieldNames()
        .forEachRemaining(
            word -> {
              if (!KNOWN.contains(word)) {
                throw new AssertionError("the check does not know " + word);
              }
            });
    if (schema.has("$ref")) {
      check(at, root.at(schema.get("$ref").asText().substring(1)), value, wrong);
    }
    boolean right =
        isOf(schema.path("type"), value)
            && (!schema.has("enum") || has(schema.get("enum"), value))
            && (!schema.has("anyOf") || any(schema.get("anyOf"), value))
            && (!schema.has("pattern") || !value.isTextual() || found(schema, value))
            && (!value.isNumber() || isWithin(schema, value))
            && (!value.isArray() || value.size() >= schema.path("minItems").asInt(0));
    if (!right) {
      wrong.add(at);
      return;
    }
    if (value.isObject()) {
      members(at, schema, value, wrong);
    }
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(at + "[" + i + "]", schema.get("items"), value.get(i), wrong);
      }
    }
  }

  private void members(String at, JsonNode schema, JsonNode value, List<String> wrong) {
    JsonNode others = schema.path("additionalProperties");
    value
        .properties()
        .forEach(
            member -> {
              String place = at.isEmpty() ? member.getKey() : at + "." + member.getKey();
              JsonNode known = schema.path("properties").path(member.getKey());
              if (!known.isMissingNode()) {
                check(place, known, member.getValue(), wrong);
              } else if (others.isObject()) {
                check(place, others, member.getValue(), wrong);
              } else if (others.isBoolean() && !others.asBoolean()) {
                wrong.add(place);
              }
            });
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                wrong.add(at);
              }
            });
  }

  private static boolean isOf(JsonNode types, JsonNode value) {
    return types.isMissingNode()
        || (types.isTextual()
            ? isOf(types.asText(), value)
            : stream(types).anyMatch(t -> isOf(t.asText(), value)));
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new AssertionError("the check does not know " + type);
    };
  }

  private static boolean has(JsonNode values, JsonNode value) {
    return stream(values).anyMatch(value::equals);
  }

  private boolean any(JsonNode kinds, JsonNode value) {
    return stream(kinds).anyMatch(kind -> fits(kind, value));
  }

  private static boolean found(JsonNode schema, JsonNode value) {
    return Pattern.compile(schema.get("pattern").asText()).matcher(value.asText()).find();
  }

  private static boolean isWithin(JsonNode schema, JsonNode value) {
    return value.asDouble() >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
        && value.asDouble() <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
  }

  private static Stream<JsonNode> stream(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false);
  }
}
