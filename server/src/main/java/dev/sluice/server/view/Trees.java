package dev.sluice.server.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Makers of JSON trees. Pure functions.
final class Trees {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The longest text that is shown: names may be a client's own.
  private static final int LONGEST = 256;

  private static final int LONGEST_SENTENCE = 512;

  private Trees() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// An array of what `tree` makes of each of `all`.
  static <T> ArrayNode array(Collection<T> all, Function<T, ObjectNode> tree) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    all.forEach(one -> array.add(tree.apply(one)));
    return array;
  }

  /// Writes a tree in one line.
  static String text(ObjectNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  /// Shows a name, cut where it is long.
  static String shown(String name) {
    return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
  }

  /// Shows a sentence, cut where it is long.
  static String sentence(String text) {
    return text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text;
  }

  static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
  }

  static double seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) / 1e3;
  }
}
