package dev.sluice.lab.batch;

import static java.util.stream.Collectors.joining;

import dev.sluice.lab.draw.HtmlPage;
import dev.sluice.lab.draw.Threshold;
import java.io.PrintStream;
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
    return HtmlPage.of(TITLE, findings.stream().map(FindingTable::section).collect(joining("\n")));
  }

  private static String section(Finding found) {
    return """
        <h2>%s</h2>
        %s
        %s"""
        .formatted(
            HtmlPage.text(found.title()),
            HtmlPage.list(found.notes().stream().map(HtmlPage::item).toList()),
            HtmlPage.table(HEADS, found.bounds().stream().map(Threshold::cells).toList()));
  }
}
