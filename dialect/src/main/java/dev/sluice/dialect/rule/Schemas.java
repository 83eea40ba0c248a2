package dev.sluice.dialect.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.RawJson;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Questions about JSON Schemas.
public final class Schemas {
  /// The schema of a tool without arguments.
  public static final RawJson NO_ARGUMENTS = new RawJson("{\"type\":\"object\",\"properties\":{}}");

  /// The schema of a function that stands for a tool which takes a text.
  public static final RawJson ONE_TEXT =
      new RawJson(
          "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
              + "\"required\":[\"input\"]}");

  /// The heap bytes of an entry in a set.
  private static final long ENTRY = 48;

  /// The copies of a text that is told: in the builder, which may be twice as large, out of it, in
  /// brackets, and behind the words that were there.
  private static final int TOLD_COPIES = 5;

  private Schemas() {}

  /// Applies `use` to the tree of a schema and returns its result; the tree is garbage then.
  public static <T> T read(RawJson schema, HeapMeter meter, Function<JsonNode, T> use) {
    long before = meter.built();
    meter.add(HeapMeter.encoded(schema.text()));
    T result = use.apply(tree(schema, meter));
    meter.back(before);
    return result;
  }

  private static JsonNode tree(RawJson schema, HeapMeter meter) {
    try {
      return JsonReader.WHOLE.read(schema.text().getBytes(UTF_8), meter);
    } catch (NotJsonException e) {
      throw new IllegalStateException("raw JSON is well formed", e);
    }
  }

  /// A keyword's value as its schema has written it, counted with the copies that telling it in a
  /// description takes.
  public static String told(JsonNode keyword) {
    String value = keyword.raw().text();
    keyword.counting(TOLD_COPIES * HeapMeter.text(value));
    return value;
  }

  /// Whether every object requires all its properties and allows no others, as OpenAI's strict mode
  /// demands.
  public static boolean requiresAll(RawJson schema, HeapMeter meter) {
    return read(schema, meter, Schemas::closed);
  }

  private static boolean closed(JsonNode node) {
    JsonNode properties = node.is(JsonKind.OBJECT) ? node.get("properties") : null;
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
    List<JsonNode> listed = required == null ? List.of() : required.children();
    node.counting(ENTRY * listed.size());
    var names = new HashSet<String>();
    for (JsonNode name : listed) {
      names.add(name.text());
    }
    return others != null
        && others.text().equals("false")
        && properties.children().stream().allMatch(property -> names.contains(property.name()));
  }

  /// Writes a schema's description, with what the schema cannot say otherwise in brackets.
  public static void describe(JsonOutput out, @Nullable String description, String notes) {
    if (description == null && notes.isEmpty()) {
      return;
    }
    String words = description == null ? "" : description;
    String rest = notes.isEmpty() ? "" : (words.isEmpty() ? "" : " ") + "(" + notes + ")";
    out.field("description", words + rest);
  }
}
