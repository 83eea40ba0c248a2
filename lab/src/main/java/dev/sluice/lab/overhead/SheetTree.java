package dev.sluice.lab.overhead;

import dev.sluice.lab.draw.Threshold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The measures of a sheet and their thresholds as a tree for [dev.sluice.lab.draw.JsonReport].
final class SheetTree {
  private SheetTree() {}

  static Map<String, Object> of(Sheet sheet, List<Threshold> thresholds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("measures", measures(sheet, measure -> measure(measure, sheet)));
    conclude(tree, sheet, thresholds);
    return tree;
  }

  /// Adds the thresholds and the complaints to `tree`.
  static void conclude(Map<String, Object> tree, Sheet sheet, List<Threshold> thresholds) {
    tree.put("thresholds", thresholds.stream().map(Threshold::tree).toList());
    tree.put("complaints", sheet.complaints());
  }

  /// The measures that have values, by name.
  static Map<String, Object> measures(Sheet sheet, Function<RoundMeasure, Object> tree) {
    Map<String, Object> measures = new LinkedHashMap<>();
    for (RoundMeasure measure : sheet.measures()) {
      measures.put(measure.name().toLowerCase(Locale.ROOT), tree.apply(measure));
    }
    return measures;
  }

  private static Map<String, Object> measure(RoundMeasure measure, Sheet sheet) {
    return measure(measure, sheet, series -> contender(series, measure, sheet));
  }

  /// The title of a measure, and what its contenders have come to.
  static Map<String, Object> measure(
      RoundMeasure measure, Sheet sheet, Function<Series, Object> ofContender) {
    Map<String, Object> contenders = new LinkedHashMap<>();
    for (String contender : sheet.contenders()) {
      sheet
          .series(measure, contender)
          .ifPresent(series -> contenders.put(contender, ofContender.apply(series)));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", measure.scenario() + ": " + measure.title());
    tree.put("of", contenders);
    return tree;
  }

  private static Map<String, Object> contender(Series series, RoundMeasure measure, Sheet sheet) {
    Map<String, Object> tree = series(series);
    sheet
        .series(measure, measure.base())
        .ifPresent(base -> tree.put("to_" + measure.base(), series(series.over(base))));
    return tree;
  }

  /// Returns the median, the bounds and the value of each round of `series`.
  static Map<String, Object> series(Series series) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("median", series.median());
    tree.put("min", series.min());
    tree.put("max", series.max());
    tree.put("rounds", series.values());
    return tree;
  }
}
