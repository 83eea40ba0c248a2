package dev.sluice.lab.prove;

import java.util.LinkedHashMap;
import java.util.Map;

/// The result of a comparison as a tree for [dev.sluice.lab.draw.JsonReport].
final class ResultTree {
  private ResultTree() {}

  static Map<String, Object> of(Result result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("calls", result.calls());
    tree.put("seconds", result.options().length().toSeconds());
    tree.put("load", result.options().load());
    tree.put("seed", result.options().compared().seed());
    tree.put("rows", result.rows().stream().map(ResultTree::tree).toList());
    tree.put("answered_by_size_before", result.before().answeredBySize());
    tree.put("answered_by_size_after", result.after().answeredBySize());
    tree.put("errors_before", result.before().errors());
    tree.put("errors_after", result.after().errors());
    tree.put("blocked_at", result.after().blockedAt());
    tree.put("met", result.isMet());
    return tree;
  }

  private static Map<String, Object> tree(ComparedFigure row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("metric", row.name().strip());
    tree.put("before", row.before());
    tree.put("after", row.after());
    row.change().ifPresent(change -> tree.put("change", change));
    tree.put("target", row.targetText());
    tree.put("met", row.isMet());
    return tree;
  }
}
