package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// A member that is not the same straight and through the gateway.
///
/// @param path as `calls[0].answer.choices[0].message.content`
/// @param straight its value; a missing node where it is not there, as in `through`
record Difference(String path, JsonNode straight, JsonNode through) {

  /// All of them, the innermost members that differ.
  static List<Difference> between(String path, JsonNode straight, JsonNode through) {
    List<Difference> found = new ArrayList<>();
    compare(path, straight, through, found);
    return found;
  }

  private static void compare(
      String path, JsonNode straight, JsonNode through, List<Difference> found) {
    if (straight.isObject() && through.isObject()) {
      for (String name : names(straight, through)) {
        String member = path.isEmpty() ? name : path + "." + name;
        compare(member, straight.path(name), through.path(name), found);
      }
    } else if (straight.isArray() && through.isArray()) {
      for (int i = 0; i < Math.max(straight.size(), through.size()); i++) {
        compare(path + "[" + i + "]", straight.path(i), through.path(i), found);
      }
    } else if (!same(straight, through)) {
      found.add(new Difference(path, straight, through));
    }
  }

  private static SequencedSet<String> names(JsonNode straight, JsonNode through) {
    SequencedSet<String> names = new LinkedHashSet<>();
    straight.fieldNames().forEachRemaining(names::add);
    through.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// A client's int and long of one number are the same.
  static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    return one.equals(other);
  }

  @Override
  public String toString() {
    return path + ": straight " + shown(straight) + ", through Sluice " + shown(through);
  }

  private static String shown(JsonNode value) {
    return value instanceof MissingNode ? "(absent)" : value.toString();
  }
}
