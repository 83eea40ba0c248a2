package dev.sluice.server.accounts.spend;

import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.server.admin.page.Page;
import java.util.Arrays;
import java.util.List;

/// Tables for spreadsheets: RFC 4180, whole in memory, and so of few rows. Names are what people
/// and clients have chosen: one that a spreadsheet would take for a formula gets an apostrophe in
/// front.
final class Csv {
  /// The most rows of a table: some megabytes.
  static final int MOST = 10_000;

  /// The header that says where the next table begins; absent at the last one.
  static final String NEXT = "x-sluice-next";

  private static final String FORMULA = "=+-@\t\r";
  private static final String END = "\r\n";

  private Csv() {}

  /// A row of cells, with its end.
  static String line(List<String> cells) {
    return String.join(",", cells) + END;
  }

  /// A text as a cell.
  static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  /// The titles of what is used.
  static List<String> meters() {
    return Arrays.stream(Meter.values()).map(Meter::word).toList();
  }

  /// What is used, under those titles.
  static List<String> meters(Meters used) {
    return Arrays.stream(Meter.values()).map(meter -> Long.toString(used.count(meter))).toList();
  }

  /// A table as an answer.
  ///
  /// @param name that of the file
  static Page page(String name, String text) {
    return new Page(200, "text/csv; charset=utf-8", text)
        .with("cache-control", "no-store")
        .with("content-disposition", "attachment; filename=\"" + name + "\"");
  }
}
