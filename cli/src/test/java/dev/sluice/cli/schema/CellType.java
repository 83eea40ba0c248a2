package dev.sluice.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The schema of what a cell *type* of the documents says: `duration, 1ms to 1h`, `list of
/// patterns`, or words to choose from. What it does not say in such terms is any single value.
final class CellType {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DURATION = "\\d{1,12}(ms|s|m|h)";
  private static final Map<String, String> PATTERNS =
      Map.of(
          "duration",
          "^" + DURATION + "$",
          "time",
          "^" + DURATION + "$",
          "range",
          "^" + DURATION + "\\.\\." + DURATION + "$",
          "size",
          "^\\d{1,9}(B|KiB|MiB|GiB|K|M|G)$",
          "share",
          "^\\d{1,3}(\\.\\d{1,6})?%$",
          "count",
          "^\\d{1,13}[KMG]?$");

  private static final Pattern INTEGERS = Pattern.compile("`?(\\d+)`? to `?(\\d+)`?");
  private static final Pattern NUMBERS = Pattern.compile("number(?: from (\\d+) to (\\d+))?");
  private static final Pattern BOUNDS =
      Pattern.compile(",?(?: from)? `[\\d.]+[a-zA-Z%]+` to `[^`]*`");
  private static final Pattern OBJECT = Pattern.compile("`\\{([^}]*)}`");

  private CellType() {}

  static ObjectNode of(String cell) {
    Matcher object = OBJECT.matcher(cell);
    if (object.find()) {
      ObjectNode members = members(object.group(1));
      boolean list = cell.startsWith("list");
      ObjectNode item = object.start() > "list of ".length() ? either(text(), members) : members;
      return list ? array(item) : item;
    }
    if (cell.startsWith("list")) {
      List<String> words = ConfigTables.words(cell);
      if (words.stream().anyMatch(CellType::isPrefix)) {
        return array(single(prefixed(words)));
      }
      return array(cell.contains(":") || words.isEmpty() ? text() : single(words(words)));
    }
    if (cell.startsWith("map of `")) {
      return members(String.join(", ", ConfigTables.words(cell)));
    }
    return cell.startsWith("map of") ? map(text()) : single(alternatives(cell));
  }

  /// Whether a word stands for all that begin as it does: `passthrough:NAME`.
  private static boolean isPrefix(String word) {
    return word.endsWith(":NAME");
  }

  private static List<ObjectNode> prefixed(List<String> words) {
    Stream<ObjectNode> patterns =
        words.stream()
            .filter(CellType::isPrefix)
            .map(
                word ->
                    JSON.objectNode()
                        .put("type", "string")
                        .put("pattern", "^" + word.replace("NAME", "") + ".+$"));
    List<String> plain = words.stream().filter(word -> !isPrefix(word)).toList();
    return Stream.concat(words(plain).stream(), patterns).toList();
  }

  /// A map with these keys; with any where they are an example, in capitals.
  private static ObjectNode members(String names) {
    List<String> keys =
        Arrays.stream(names.split(", ", -1)).map(n -> n.replaceFirst(":.*", "")).toList();
    if (keys.getFirst().equals(keys.getFirst().toUpperCase(Locale.ROOT))) {
      return map(text());
    }
    ObjectNode result = object();
    keys.forEach(key -> ((ObjectNode) result.get("properties")).set(key, JSON.objectNode()));
    return result;
  }

  private static List<ObjectNode> alternatives(String cell) {
    String bare = BOUNDS.matcher(cell.replaceFirst(";.*", "")).replaceAll("");
    List<ObjectNode> result = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String part : bare.split(", or |, | or ", -1)) {
      Matcher integers = INTEGERS.matcher(part);
      Matcher numbers = NUMBERS.matcher(part);
      if (integers.matches()) {
        result.add(number("integer", integers.group(1), integers.group(2)));
      } else if (numbers.matches()) {
        result.add(number("number", numbers.group(1), numbers.group(2)));
      } else if (PATTERNS.containsKey(part)) {
        result.addAll(pattern(part));
      } else if (part.matches("`[\\w.]+`")) {
        words.addAll(ConfigTables.words(part));
      } else if (!part.matches("(above|two decimals) .*|required")) {
        return List.of(text());
      }
    }
    result.addAll(words(words));
    return result;
  }

  private static List<ObjectNode> pattern(String name) {
    ObjectNode text = JSON.objectNode().put("type", "string").put("pattern", PATTERNS.get(name));
    return name.equals("count") ? List.of(number("integer", "1", null), text) : List.of(text);
  }

  private static ObjectNode number(String type, @Nullable String min, @Nullable String max) {
    ObjectNode number = JSON.objectNode().put("type", type);
    if (min != null) {
      number.put("minimum", Long.parseLong(min));
    }
    return max == null ? number : number.put("maximum", Long.parseLong(max));
  }

  /// `true`, `false` and numbers are no texts where they stand without quotes.
  private static List<ObjectNode> words(List<String> words) {
    if (words.isEmpty()) {
      return List.of();
    }
    ArrayNode values = JSON.arrayNode();
    for (String word : words) {
      if (word.equals("true") || word.equals("false")) {
        values.add(word.equals("true"));
        continue;
      }
      values.add(word);
      if (word.matches("\\d+\\.\\d+")) {
        values.add(Double.parseDouble(word));
      }
    }
    ObjectNode result = JSON.objectNode();
    result.set("enum", values);
    return List.of(result);
  }

  /// A value of one of these kinds, or a reference to what stands outside of the file.
  private static ObjectNode single(List<ObjectNode> kinds) {
    return kinds.equals(List.of(text()))
        ? text()
        : either(Stream.concat(kinds.stream(), Stream.of(reference())).toArray(ObjectNode[]::new));
  }

  private static ObjectNode reference() {
    return JSON.objectNode().put("$ref", "#/$defs/reference");
  }

  /// Any single value.
  static ObjectNode text() {
    ObjectNode text = JSON.objectNode();
    text.putArray("type").add("string").add("number").add("boolean");
    return text;
  }

  static ObjectNode word(String... words) {
    return single(words(List.of(words)));
  }

  static ObjectNode either(ObjectNode... kinds) {
    ObjectNode result = JSON.objectNode();
    ArrayNode all = result.putArray("anyOf");
    for (ObjectNode kind : kinds) {
      JsonNode inner = kind.get("anyOf");
      if (inner == null) {
        all.add(kind);
      } else {
        inner.forEach(all::add);
      }
    }
    return result;
  }

  static ObjectNode array(ObjectNode items) {
    ObjectNode array = JSON.objectNode().put("type", "array").put("minItems", 1);
    array.set("items", items);
    return array;
  }

  static ObjectNode map(ObjectNode values) {
    ObjectNode map = JSON.objectNode().put("type", "object");
    map.set("additionalProperties", values);
    return map;
  }

  /// A map that takes the properties that are put into it and no others.
  static ObjectNode object() {
    ObjectNode object = JSON.objectNode().put("type", "object");
    object.putObject("properties");
    return object.put("additionalProperties", false);
  }
}
