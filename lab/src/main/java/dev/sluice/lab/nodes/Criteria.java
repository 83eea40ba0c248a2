package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.SceneCriterion.atLeast;
import static dev.sluice.lab.nodes.SceneCriterion.atMost;

import dev.sluice.lab.draw.Criterion.Unit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What must come of scenes.
final class Criteria {
  private static final double REFUSED = 0.001;
  private static final double USED = 0.95;
  private static final double OVERSHOOT = 0.01;
  private static final double REFUSED_DURING = 0.005;
  private static final double REFUSED_AFTER = 0.01;
  private static final double ANSWER = 0.05;
  private static final double SHARES = 0.1;

  private Criteria() {}

  /// Nothing is refused, and no more is asked for than the provider lets through.
  static List<SceneCriterion> bound() {
    return List.of(
        atMost("429s", Unit.PERCENT, runs -> Figures.refused(runs, Figures::whole), REFUSED),
        atMost(
            "overshoot in any 10 s",
            Unit.PERCENT,
            runs -> Figures.most(runs, Figures::overshoot),
            OVERSHOOT),
        atMost(
            "overshoot in any time",
            Unit.PERCENT,
            runs -> Figures.most(runs, Figures::beyond),
            OVERSHOOT),
        answer());
  }

  private static SceneCriterion answer() {
    return atMost(
        "a call waits for an answer of Redis",
        Unit.MILLISECONDS,
        runs -> Figures.most(runs, Figures::answer),
        ANSWER);
  }

  /// All that, and the quota is used.
  static List<SceneCriterion> steady() {
    return and(
        bound(),
        atLeast("quota used", Unit.PERCENT, runs -> Figures.mean(runs, Figures::used), USED));
  }

  /// What is allowed while Redis is in trouble, and after that.
  static List<SceneCriterion> trouble() {
    return List.of(
        atMost(
            "429s during",
            Unit.PERCENT,
            runs -> Figures.refused(runs, Figures::during),
            REFUSED_DURING),
        atMost(
            "429s in the minute after",
            Unit.PERCENT,
            runs -> Figures.refused(runs, Figures::after),
            REFUSED_AFTER),
        atMost(
            "overshoot in any 10 s",
            Unit.PERCENT,
            runs -> Figures.most(runs, Figures::overshoot),
            OVERSHOOT),
        answer());
  }

  /// The bound holds, and the quota is used again after the trouble.
  static List<SceneCriterion> usedAgain() {
    return and(
        bound(),
        atLeast(
            "quota used after that",
            Unit.PERCENT,
            runs -> Figures.mean(runs, Figures::usedLater),
            USED));
  }

  /// The bound holds, and so many tenants have equal shares.
  static List<SceneCriterion> fair(int tenants) {
    return fair(tenants, Map.of());
  }

  /// The bound holds, and so many tenants have shares by their weights.
  ///
  /// @param weights 1 of those who are not named
  static List<SceneCriterion> fair(int tenants, Map<String, Integer> weights) {
    return and(
        steady(),
        atMost(
            "a tenant's share is off by",
            Unit.PERCENT,
            runs -> Figures.most(runs, run -> off(run.byTenant(), tenants, weights)),
            SHARES));
  }

  private static double off(Map<String, Double> tokens, int tenants, Map<String, Integer> weights) {
    double all = tokens.values().stream().mapToDouble(Double::doubleValue).sum();
    double weight = tokens.keySet().stream().mapToInt(name -> of(weights, name)).sum();
    double most =
        tokens.entrySet().stream()
            .mapToDouble(one -> one.getValue() * weight / (all * of(weights, one.getKey())))
            .map(part -> Math.abs(part - 1))
            .max()
            .orElse(1);
    return tokens.size() == tenants ? most : 1;
  }

  private static int of(Map<String, Integer> weights, String tenant) {
    return weights.getOrDefault(tenant, 1);
  }

  private static List<SceneCriterion> and(List<SceneCriterion> all, SceneCriterion more) {
    return Stream.concat(all.stream(), Stream.of(more)).toList();
  }
}
