package dev.sluice.lab.overhead;

import dev.sluice.lab.draw.Threshold;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The results of a comparison with another revision.
///
/// @param other the other revision, for people
/// @param atMost what no median ratio of CPU times may exceed, if there is a bound
record ComparisonReport(String other, Sheet sheet, Optional<Double> atMost) {

  /// The bound on each CPU time that was measured.
  public List<Threshold> thresholds() {
    return sheet.measures().stream()
        .filter(RoundMeasure.CPU::contains)
        .flatMap(measure -> atMost.stream().map(bound -> threshold(measure, bound)))
        .toList();
  }

  /// Prints the comparison for people.
  public void print(PrintStream out) {
    out.printf("%s: this revision, beside %s: %s%n", Contender.SLUICE, Contender.OTHER, other);
    String scenario = "";
    for (RoundMeasure measure : sheet.measures()) {
      if (!measure.scenario().equals(scenario)) {
        scenario = measure.scenario();
        out.printf("%n%s%n", line(scenario, sheet.contenders(), "ratio (95 % interval)"));
      }
      List<String> figures =
          sheet.contenders().stream()
              .map(contender -> TextReport.show(measure, contender, sheet))
              .toList();
      String ratio = ratio(measure).map(series -> MedianInterval.of(series).show()).orElse("-");
      out.println(line("  " + measure.title(), figures, ratio));
    }
    TextReport.conclude(sheet, thresholds(), out);
  }

  /// Returns the comparison as a tree for [dev.sluice.lab.draw.JsonReport].
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("other_revision", other);
    tree.put("measures", SheetTree.measures(sheet, this::tree));
    SheetTree.conclude(tree, sheet, thresholds());
    return tree;
  }

  private Map<String, Object> tree(RoundMeasure measure) {
    Map<String, Object> tree = SheetTree.measure(measure, sheet, SheetTree::series);
    ratio(measure).ifPresent(series -> tree.put("ratio", ratio(series)));
    return tree;
  }

  private static Map<String, Object> ratio(Series series) {
    MedianInterval interval = MedianInterval.of(series);
    Map<String, Object> tree = SheetTree.series(series);
    tree.put("low", interval.low());
    tree.put("high", interval.high());
    tree.put("confidence", interval.confidence());
    return tree;
  }

  private Threshold threshold(RoundMeasure measure, double bound) {
    return new Threshold(
        "to %s: %s, %s".formatted(Contender.OTHER, measure.scenario(), measure.title()),
        Thresholds.median(ratio(measure)),
        bound,
        true);
  }

  private Optional<Series> ratio(RoundMeasure measure) {
    return sheet
        .series(measure, Contender.SLUICE)
        .flatMap(mine -> sheet.series(measure, Contender.OTHER).map(mine::over));
  }

  private static String line(String title, List<String> figures, String ratio) {
    StringBuilder line = new StringBuilder(TextReport.cell(title, TextReport.MEASURE_WIDTH));
    figures.forEach(figure -> line.append(TextReport.cell(figure, TextReport.COLUMN_WIDTH)));
    return line.append(ratio).toString();
  }
}
