package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A search for schemas that refer to themselves, depth first over the `$ref`s of their
/// definitions. A chain of references may be of any length: the way is kept in a list.
final class SchemaCycles {
  private static final String ROOT = "#";

  /// The heap bytes of a definition beside its tree: its name, its place in the sets, its step.
  private static final long DEFINITION = 256;

  /// A schema on the way, and the references in it that have not been followed yet.
  private record Step(String target, Iterator<String> references) {}

  private final Map<String, JsonNode> targets = new HashMap<>();
  private final @Nullable JsonNode defs;
  private final @Nullable JsonNode definitions;
  private final Deque<Step> way = new ArrayDeque<>();
  private final Set<String> under = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  private SchemaCycles(JsonNode root) {
    targets.put(ROOT, root);
    defs = definitions(root, "$defs");
    definitions = definitions(root, "definitions");
  }

  static boolean has(JsonNode root) {
    return new SchemaCycles(root).cyclic();
  }

  private @Nullable JsonNode definitions(JsonNode root, String name) {
    JsonNode held = root.get(name);
    if (held != null) {
      held.counting(DEFINITION * held.children().size());
      held.children().forEach(d -> targets.put(ROOT + "/" + name + "/" + d.name(), d));
    }
    return held;
  }

  private boolean cyclic() {
    enter(ROOT);
    while (!way.isEmpty()) {
      Step step = way.getFirst();
      if (!step.references.hasNext()) {
        under.remove(way.pop().target);
      } else if (enter(step.references.next())) {
        return true;
      }
    }
    return false;
  }

  /// Enters a schema, unless it has been looked at, and returns whether the way leads back to it.
  private boolean enter(String target) {
    if (seen.add(target)) {
      var references = new ArrayList<String>();
      JsonNode schema = targets.get(target);
      if (schema != null) {
        collect(schema, references);
      }
      under.add(target);
      way.push(new Step(target, references.iterator()));
      return false;
    }
    return under.contains(target);
  }

  /// Adds the references in a schema. The definitions of the root count where they are referred to.
  private void collect(JsonNode node, List<String> references) {
    JsonNode reference = node.is(JsonKind.OBJECT) ? node.get("$ref") : null;
    if (reference != null && reference.is(JsonKind.STRING)) {
      references.add(reference.text());
    }
    for (JsonNode child : node.children()) {
      if (child != defs && child != definitions) {
        collect(child, references);
      }
    }
  }
}
