package dev.sluice.lab.survive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The results of a run and its criteria as a tree for [dev.sluice.lab.draw.JsonReport].
final class ResultsTree {
  private ResultsTree() {}

  static Map<String, Object> of(Results results, List<SurvivalCriterion> criteria) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("results", results);
    tree.put("thresholds", criteria.stream().map(ResultsTree::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(SurvivalCriterion criterion) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("what", criterion.what());
    tree.put("value", criterion.value());
    tree.put(criterion.upper() ? "at_most" : "at_least", criterion.bound());
    tree.put("holds", criterion.holds());
    return tree;
  }
}
