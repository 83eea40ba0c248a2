package dev.sluice.lab.prove;

import java.util.List;

/// The result for terminals of 80 columns.
final class TextReport {
  private static final String FORMAT = "%-28s%11s%12s%7s %-14s%-6s%n";

  private TextReport() {}

  static String of(Result result) {
    var text = new StringBuilder();
    text.append(setting(result)).append("\n\n");
    text.append(FORMAT.formatted("", "SDK alone", "Sluice", "change", "target", ""));
    result.rows().forEach(row -> text.append(line(row)));
    text.append("\nanswered in time by size, smallest tenth first, %\n");
    text.append(tenths("SDK alone", result.before()));
    text.append(tenths("Sluice", result.after()));
    text.append("\nerrors by kind, refusals for the quota aside\n");
    errors(result.before(), "SDK alone", text);
    errors(result.after(), "Sluice", text);
    result.after().blockedAt().forEach(at -> text.append("blocked at ").append(at).append('\n'));
    return text.toString();
  }

  private static void errors(Figures figures, String side, StringBuilder text) {
    figures
        .errors()
        .forEach((code, count) -> text.append("%-12s%6d  %s%n".formatted(side, count, code)));
  }

  private static String line(ComparedFigure row) {
    return FORMAT
        .formatted(
            row.name(),
            row.unit().show(row.before()),
            row.unit().show(row.after()),
            row.changeText().replace(" ", ""),
            row.targetText(),
            row.verdict())
        .replaceAll(" +(?=\n)", "");
  }

  private static String tenths(String name, Figures figures) {
    var text = new StringBuilder("%-12s".formatted(name));
    List<Double> shares = figures.answeredBySize();
    shares.forEach(share -> text.append("%6.1f".formatted(100 * share)));
    return text.append('\n').toString();
  }

  /// Returns a sentence about what was compared.
  private static String setting(Result result) {
    ProveOptions options = result.options();
    return "%,d calls in %d s on each side, at %s times the quota of two providers, seed %d."
        .formatted(
            result.calls(),
            options.length().toSeconds(),
            number(options.load()),
            options.compared().seed());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
