package dev.sluice.cli.report;

import dev.sluice.call.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The report as text that fits 80 columns.
final class ReportTable {
  private static final int WIDTH = 80;
  private static final String ROW = "%-27s %-14s %-13s %s";
  private static final String INDENT = "    ";

  private ReportTable() {}

  static String of(ReportDocument report) {
    var lines = new ArrayList<String>();
    if (!report.summary().isEmpty()) {
      lines.addAll(wrapped(report.summary(), ""));
    }
    lines.addAll(wrapped(report.instance(), ""));
    if (!report.cluster().isEmpty()) {
      lines.addAll(wrapped(report.cluster(), ""));
    }
    lines.add(report.window() + " (" + report.size() + ")");
    lines.add("");
    lines.add(ROW.formatted("METRIC", "CURRENT", "TARGET", "STATUS"));
    report.rows().forEach(row -> add(lines, row));
    if (!report.troubles().isEmpty()) {
      addFindings(lines, report.troubles());
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addFindings(List<String> lines, List<ReportDocument.Trouble> troubles) {
    lines.add("");
    lines.add("FINDINGS");
    troubles.forEach(trouble -> add(lines, trouble));
  }

  private static void add(List<String> lines, ReportDocument.Row row) {
    String status = row.missed() ? row.status().toUpperCase(Locale.ROOT) : row.status();
    String line = ROW.formatted(row.title(), row.current(), row.target(), status);
    lines.add(Printable.line(line, '?').stripTrailing());
    if (!row.note().isEmpty()) {
      lines.addAll(wrapped(row.note(), INDENT));
    }
    if (!row.advice().isEmpty() && !row.status().equals("no data")) {
      lines.addAll(wrapped(row.advice(), INDENT));
    }
  }

  private static void add(List<String> lines, ReportDocument.Trouble trouble) {
    lines.addAll(wrapped(trouble.target() + " (" + trouble.cause() + ")", "  "));
    lines.addAll(wrapped(trouble.problem(), INDENT));
    lines.addAll(wrapped("-> " + trouble.remedy(), INDENT));
  }

  /// `text` in lines that fit; a word that is longer than a line is cut.
  static List<String> wrapped(String text, String indent) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(indent);
    for (String word : Printable.line(text, '?').split(" ", -1)) {
      String rest = word;
      if (line.length() > indent.length() && line.length() + 1 + rest.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(indent);
      }
      while (indent.length() + rest.length() > WIDTH) {
        int room = WIDTH - indent.length();
        lines.add(indent + rest.substring(0, room));
        rest = rest.substring(room);
      }
      line.append(line.length() > indent.length() ? " " : "").append(rest);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
