package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The paths of what is left out of a request or of an answer: as many as can be told, each counted
/// with what is built of the text.
///
/// Belongs to one thread.
public final class DroppedPaths {
  private static final int REFERENCE = 4;

  private final List<String> paths = new ArrayList<>();

  /// Notes the path of `node`, counted with the tree that the node is of.
  public void add(JsonNode node) {
    if (paths.size() < Losses.TOLD_MAX) {
      String path = node.path();
      node.counting(HeapMeter.text(path) + REFERENCE);
      paths.add(path);
    }
  }

  /// Notes a path.
  ///
  /// @param meter counts what is built of the text
  public void add(String path, HeapMeter meter) {
    if (paths.size() < Losses.TOLD_MAX) {
      meter.add(HeapMeter.text(path) + REFERENCE);
      paths.add(path);
    }
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  public List<String> paths() {
    return List.copyOf(paths);
  }

  /// The heap bytes that such paths take, about.
  public static long held(List<String> paths) {
    return paths.stream().mapToLong(HeapMeter::text).sum();
  }
}
