package dev.sluice.lab.nodes.real;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the experiment with real processes has found: a table that is printed as it grows, lines
/// below it, and both as a page that needs nothing beside it. For one thread.
public final class RealTable {
  private static final String ROW = "%-10s %-18s %9s %9s %9s %11s %9s  %s%n";
  private static final List<String> HEADS =
      List.of("redis", "trouble", "before", "during", "after", "wait ms", "used", "verdict");

  private final PrintStream out;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  public RealTable(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.printf(ROW, HEADS.toArray());
  }

  /// Adds a row.
  ///
  /// @param cells as many as there are heads, but for the verdict
  /// @param holds whether all is as it must be
  void row(List<String> cells, boolean holds) {
    var row = new ArrayList<>(cells);
    row.add(holds ? "holds" : "BROKEN");
    rows.add(List.copyOf(row));
    out.printf(ROW, row.toArray());
    out.flush();
  }

  /// Adds a line.
  public void line(String line) {
    lines.add(line);
    out.println(line);
    out.flush();
  }

  /// Returns all as HTML.
  public String page() {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Several nodes, one quota: real processes</title>
        <style>
        body { font: 14px/1.5 sans-serif; margin: 2em auto; max-width: 70em; }
        table { border-collapse: collapse; }
        th, td { padding: .2em .6em; text-align: left; border-bottom: 1px solid #ddd; }
        .BROKEN { color: #b00; font-weight: bold; }
        </style>
        <h1>Several nodes, one quota: real processes</h1>
        <table>
        %s
        %s
        </table>
        <ul>
        %s
        </ul>
        </html>
        """
        .formatted(
            cells("th", HEADS),
            rows.stream().map(row -> cells("td", row)).collect(Collectors.joining("\n")),
            lines.stream().map(RealTable::item).collect(Collectors.joining("\n")));
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s class=\"%2$s\">%2$s</%1$s>".formatted(tag, text(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String item(String line) {
    return "<li>" + text(line) + "</li>";
  }

  private static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
