package dev.sluice.lab.survive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The results of a run and its bounds as a tree for [dev.sluice.lab.draw.JsonReport].
final class ResultsTree {
  private ResultsTree() {}

  static Map<String, Object> of(Results results, List<Bound> bounds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("results", results);
    tree.put("thresholds", bounds.stream().map(ResultsTree::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Bound bound) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("what", bound.what());
    tree.put("value", bound.value());
    tree.put(bound.upper() ? "at_most" : "at_least", bound.bound());
    tree.put("holds", bound.holds());
    return tree;
  }
}
