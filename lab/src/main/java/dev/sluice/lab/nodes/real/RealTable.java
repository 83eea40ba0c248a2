package dev.sluice.lab.nodes.real;

import dev.sluice.lab.draw.HtmlPage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

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
    return HtmlPage.of(
        "Several nodes, one quota: real processes",
        HtmlPage.table(HEADS, rows),
        HtmlPage.list(lines.stream().map(HtmlPage::item).toList()));
  }
}
