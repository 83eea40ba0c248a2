package dev.sluice.cli.litellm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A target of a route.
///
/// @param deployment what it asks
/// @param weight from 1
/// @param rank 0 for those that serve while all is well
record ImportedTarget(Deployment deployment, long weight, int rank) {
  private static final BigDecimal LAST = BigDecimal.valueOf(1e15);

  /// Ranks and weighs entries of one name: by `order`, those without one last. An entry without
  /// weight among others with one stands in for them.
  ///
  /// @param first the rank of the first of them
  static List<ImportedTarget> of(List<Deployment> deployments, int first) {
    Map<BigDecimal, List<Deployment>> orders = new TreeMap<>();
    deployments.forEach(
        one -> orders.computeIfAbsent(one.order().orElse(LAST), _ -> new ArrayList<>()).add(one));
    List<ImportedTarget> targets = new ArrayList<>();
    for (List<Deployment> equal : orders.values()) {
      List<Long> weights = Weights.of(equal);
      int rank = targets.isEmpty() ? first : next(targets);
      boolean idle = weights.contains(0L);
      for (int i = 0; i < equal.size(); i++) {
        long weight = weights.get(i);
        targets.add(
            new ImportedTarget(equal.get(i), Math.max(1, weight), weight == 0 ? rank + 1 : rank));
      }
      if (idle) {
        targets.sort(Comparator.comparingInt(ImportedTarget::rank));
      }
    }
    return targets;
  }

  /// The rank behind all of them.
  static int next(List<ImportedTarget> targets) {
    return targets.stream().mapToInt(ImportedTarget::rank).max().orElse(-1) + 1;
  }

  /// As the written file has it.
  String line() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("provider", ConfigText.scalar(deployment.provider()));
    deployment.model().ifPresent(model -> parts.put("model", ConfigText.scalar(model)));
    if (weight > 1) {
      parts.put("weight", weight);
    }
    if (rank > 0) {
      parts.put("fallback", rank);
    }
    return "- " + ConfigText.flow(parts);
  }
}
