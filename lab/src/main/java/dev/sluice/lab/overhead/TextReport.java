package dev.sluice.lab.overhead;

import dev.sluice.lab.draw.Threshold;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;

/// Prints the results for people.
final class TextReport {
  static final int MEASURE_WIDTH = 28;
  static final int COLUMN_WIDTH = 30;

  private TextReport() {}

  public static void print(Sheet sheet, List<Threshold> thresholds, PrintStream out) {
    String scenario = "";
    for (RoundMeasure measure : sheet.measures()) {
      if (!measure.scenario().equals(scenario)) {
        scenario = measure.scenario();
        heading(scenario, sheet, out);
      }
      row(measure, sheet, out);
    }
    conclude(sheet, thresholds, out);
  }

  /// Prints the results of the thresholds, and the failures.
  static void conclude(Sheet sheet, List<Threshold> thresholds, PrintStream out) {
    out.printf("%nThresholds%n");
    thresholds.forEach(threshold -> threshold.print(out));
    sheet.complaints().forEach(complaint -> out.printf("  WRONG   %s%n", complaint));
  }

  private static void heading(String scenario, Sheet sheet, PrintStream out) {
    out.printf("%n%s%n", line(scenario, sheet, contender -> contender));
  }

  private static void row(RoundMeasure measure, Sheet sheet, PrintStream out) {
    out.println(line("  " + measure.title(), sheet, contender -> show(measure, contender, sheet)));
    if (sheet.series(measure, measure.base()).isPresent()) {
      String base = "    to " + measure.base();
      out.println(line(base, sheet, contender -> ratio(measure, contender, sheet)));
    }
  }

  /// A line with a cell for each contender.
  private static String line(String title, Sheet sheet, UnaryOperator<String> cells) {
    StringBuilder line = new StringBuilder(cell(title, MEASURE_WIDTH));
    for (String contender : sheet.contenders()) {
      line.append(cell(cells.apply(contender), COLUMN_WIDTH));
    }
    return line.toString().stripTrailing();
  }

  /// Returns the rounds of `contender`, for people.
  static String show(RoundMeasure measure, String contender, Sheet sheet) {
    return sheet
        .series(measure, contender)
        .map(series -> series.show(series.median() < 1_000 ? 1 : 0))
        .orElse("-");
  }

  private static String ratio(RoundMeasure measure, String contender, Sheet sheet) {
    if (contender.equals(measure.base())) {
      return "1";
    }
    return sheet.toBase(measure, contender).map(series -> series.show(2)).orElse("-");
  }

  /// `text`, and blanks up to the next column.
  static String cell(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
