package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import dev.sluice.lab.admit.Figures.BandFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The runs as a tree for [dev.sluice.lab.draw.JsonReport]: an array with an object for each run. A
/// figure without a value is null.
final class RunsTree {
  private RunsTree() {}

  static List<Map<String, @Nullable Object>> of(Runs runs) {
    return runs.all().stream().map(RunsTree::run).toList();
  }

  private static Map<String, @Nullable Object> run(Run run) {
    Figures figures = run.figures();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("trace", run.setting().trace().name());
    tree.put("load", run.setting().load());
    tree.put("policy", run.contender().label());
    tree.put("seed", run.seed());
    tree.put("upstream_429_rate", number(figures.throttled()));
    tree.put("utilisation_busy", number(figures.utilisation()));
    tree.put("success", number(figures.success()));
    tree.put("success_by_band", bands(figures, BandFigures::success));
    tree.put("success_by_decile", figures.deciles().stream().map(RunsTree::number).toList());
    tree.put("wait_p50_by_band_s", bands(figures, BandFigures::median));
    tree.put("wait_p99_by_band_s", bands(figures, BandFigures::p99));
    tree.put("attempts_per_call", number(figures.attempts()));
    return tree;
  }

  private static Map<String, @Nullable Object> bands(
      Figures figures, ToDoubleFunction<BandFigures> of) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Band band : Band.values()) {
      tree.put(band.name().toLowerCase(Locale.ROOT), number(of.applyAsDouble(figures.band(band))));
    }
    return tree;
  }

  private static @Nullable Double number(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
