package dev.sluice.internal.dialect.schema;

import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonNode.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Finds schemas that refer to themselves, by a depth-first search over the `$ref`s of their
/// definitions.
public final class SchemaCycles {
  private static final String ROOT = "#";

  private final Map<String, JsonNode> targets = new HashMap<>();
  private final Set<String> under = new HashSet<>();
  private final Set<String> done = new HashSet<>();

  private SchemaCycles(JsonNode root) {
    targets.put(ROOT, root);
    definitions(root, "$defs");
    definitions(root, "definitions");
  }

  public static boolean has(JsonNode root) {
    return new SchemaCycles(root).cyclic(ROOT);
  }

  private void definitions(JsonNode root, String name) {
    JsonNode definitions = root.get(name);
    if (definitions != null) {
      definitions.children().forEach(d -> targets.put(ROOT + "/" + name + "/" + d.name(), d));
    }
  }

  private boolean cyclic(String target) {
    if (!under.add(target)) {
      return true;
    }
    JsonNode schema = targets.get(target);
    boolean found = schema != null && !done.contains(target) && refers(schema);
    under.remove(target);
    done.add(target);
    return found;
  }

  /// Whether a reference in a schema leads back to one that holds it. The definitions of the root
  /// count where they are referred to.
  private boolean refers(JsonNode node) {
    JsonNode reference = node.is(Kind.OBJECT) ? node.get("$ref") : null;
    if (reference != null && reference.is(Kind.STRING) && cyclic(reference.text())) {
      return true;
    }
    for (JsonNode child : node.children()) {
      if (!isDefinitions(child) && refers(child)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDefinitions(JsonNode node) {
    JsonNode root = targets.get(ROOT);
    return root != null && (node == root.get("$defs") || node == root.get("definitions"));
  }
}
