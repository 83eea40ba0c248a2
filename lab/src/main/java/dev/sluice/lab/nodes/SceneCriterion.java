package dev.sluice.lab.nodes;

import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.Criterion.Unit;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A figure of a scene, and what it must be.
///
/// @param what for people
/// @param of reads the figure off a scene's runs
/// @param limit what it is compared with
/// @param upper whether it must not be above that; else not below
record SceneCriterion(
    String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit, boolean upper) {

  static SceneCriterion atMost(
      String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit) {
    return new SceneCriterion(what, unit, of, limit, true);
  }

  static SceneCriterion atLeast(
      String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit) {
    return new SceneCriterion(what, unit, of, limit, false);
  }

  /// Returns the criterion with the figure of these runs; one that is no number does not hold.
  Criterion judge(List<Figures> runs) {
    double value = of.applyAsDouble(runs);
    double worst = upper ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    return new Criterion(what, Double.isNaN(value) ? worst : value, limit, upper, unit);
  }
}
