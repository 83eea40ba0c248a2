package dev.sluice.lab.batch;

import static java.util.stream.Collectors.joining;

import dev.sluice.lab.draw.Threshold;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// All figures with their bounds: a table for a terminal, and as a page that needs nothing beside
/// it.
///
/// @param findings in the order of the rows
record FindingTable(List<Finding> findings) {
  private static final String TITLE = "Batches";
  private static final String ROW = "%-7s %14s  %-18s %s%n";
  private static final List<String> HEADS = List.of("", "measured", "bound", "what");

  FindingTable {
    findings = List.copyOf(findings);
  }

  void print(PrintStream out) {
    out.printf(ROW, HEADS.toArray());
    for (Finding found : findings) {
      out.println(found.title());
      found.bounds().forEach(bound -> out.printf(ROW, bound.cells().toArray()));
    }
  }

  /// Returns it as HTML.
  String page() {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>%1$s</title>
        <style>
        body { font: 14px/1.5 sans-serif; margin: 2em auto; max-width: 70em; }
        table { border-collapse: collapse; }
        th, td { padding: .2em .6em; text-align: left; border-bottom: 1px solid #ddd; }
        .BROKEN { color: #b00; font-weight: bold; }
        </style>
        <h1>%1$s</h1>
        %2$s
        </html>
        """
        .formatted(TITLE, findings.stream().map(FindingTable::section).collect(joining("\n")));
  }

  private static String section(Finding found) {
    List<String> rows = new ArrayList<>();
    rows.add(cells("th", "", HEADS));
    for (Threshold bound : found.bounds()) {
      rows.add(cells("td", bound.cells().getFirst(), bound.cells()));
    }
    return """
        <h2>%s</h2>
        <ul>
        %s
        </ul>
        <table>
        %s
        </table>"""
        .formatted(
            text(found.title()),
            found.notes().stream()
                .map(note -> "<li>" + text(note) + "</li>")
                .collect(joining("\n")),
            String.join("\n", rows));
  }

  private static String cells(String tag, String kind, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, text(cell)))
        .collect(joining("", "<tr class=\"" + text(kind) + "\">", "</tr>"));
  }

  private static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
