package dev.sluice.internal.dialect.unseal;

import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.rule.Losses;
import java.util.ArrayList;
import java.util.List;

/// The paths of what is taken out of a request: as many as can be told, each counted with the tree
/// that it stands in.
///
/// Belongs to one thread.
final class TakenOut {
  private static final int REFERENCE = 4;

  private final List<String> paths = new ArrayList<>();

  void add(JsonNode node) {
    if (paths.size() < Losses.TOLD_MAX) {
      String path = node.path();
      node.counting(HeapMeter.string(path.length()) + REFERENCE);
      paths.add(path);
    }
  }

  boolean isEmpty() {
    return paths.isEmpty();
  }

  List<String> paths() {
    return List.copyOf(paths);
  }
}
