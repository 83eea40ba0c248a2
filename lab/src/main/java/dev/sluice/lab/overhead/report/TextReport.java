package dev.sluice.lab.overhead.report;

import java.io.PrintStream;
import java.util.List;

/// The results, for people.
public final class TextReport {
  static final int MEASURE_WIDTH = 28;
  static final int COLUMN_WIDTH = 30;

  private TextReport() {}

  public static void print(Sheet sheet, List<Threshold> thresholds, PrintStream out) {
    String scenario = "";
    for (Measure measure : sheet.measures()) {
      if (!measure.scenario().equals(scenario)) {
        scenario = measure.scenario();
        heading(scenario, sheet, out);
      }
      row(measure, sheet, out);
    }
    conclude(sheet, thresholds, out);
  }

  /// The results of the thresholds, and the failures.
  static void conclude(Sheet sheet, List<Threshold> thresholds, PrintStream out) {
    out.printf("%nThresholds%n");
    thresholds.forEach(threshold -> print(threshold, out));
    sheet.complaints().forEach(complaint -> out.printf("  WRONG   %s%n", complaint));
  }

  private static void heading(String scenario, Sheet sheet, PrintStream out) {
    StringBuilder line = new StringBuilder(cell(scenario, MEASURE_WIDTH));
    for (String contender : sheet.contenders()) {
      line.append(cell(contender, COLUMN_WIDTH));
    }
    out.printf("%n%s%n", line.toString().stripTrailing());
  }

  private static void row(Measure measure, Sheet sheet, PrintStream out) {
    StringBuilder line = new StringBuilder(cell("  " + measure.title(), MEASURE_WIDTH));
    for (String contender : sheet.contenders()) {
      line.append(cell(show(measure, contender, sheet), COLUMN_WIDTH));
    }
    out.println(line.toString().stripTrailing());
    StringBuilder ratios = new StringBuilder(cell("    to " + measure.base(), MEASURE_WIDTH));
    for (String contender : sheet.contenders()) {
      ratios.append(cell(ratio(measure, contender, sheet), COLUMN_WIDTH));
    }
    if (sheet.series(measure, measure.base()).isPresent()) {
      out.println(ratios.toString().stripTrailing());
    }
  }

  /// The rounds of `contender`, for people.
  static String show(Measure measure, String contender, Sheet sheet) {
    return sheet
        .series(measure, contender)
        .map(series -> series.show(series.median() < 1_000 ? 1 : 0))
        .orElse("-");
  }

  private static String ratio(Measure measure, String contender, Sheet sheet) {
    if (contender.equals(measure.base())) {
      return "1";
    }
    return sheet.toBase(measure, contender).map(series -> series.show(2)).orElse("-");
  }

  private static void print(Threshold threshold, PrintStream out) {
    String value = threshold.value().map(v -> Series.number(v, 3)).orElse("not measured");
    String state = threshold.value().isEmpty() ? "-" : threshold.holds() ? "holds" : "BROKEN";
    out.printf(
        "  %-7s %s: %s (%s %s)%n",
        state,
        threshold.what(),
        value,
        threshold.upper() ? "at most" : "at least",
        Series.number(threshold.bound(), 3));
  }

  /// `text`, and blanks up to the next column.
  static String cell(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
