package dev.sluice.cli.demo;

import java.util.List;
import java.util.function.Function;

/// A column of the table.
///
/// @param title its heading
/// @param left whether its cells begin at the left; figures end at the right
/// @param rank how much it is needed: where there is no room for all columns the highest goes first
/// @param cell makes a cell
record Column(String title, boolean left, int rank, Function<Row, String> cell) {
  private static final String CUT = "…";

  /// Returns how wide the column is, its heading included.
  int width(List<Row> rows) {
    int widest = rows.stream().map(cell).mapToInt(String::length).max().orElse(0);
    return Math.max(title.length(), widest);
  }

  /// The cell of a row, as wide as the column, and cut where it is wider than `width`.
  String of(Row row, int width) {
    return fit(cell.apply(row), width);
  }

  /// Returns the heading, padded or cut to `width`.
  String heading(int width) {
    return fit(title, width);
  }

  private String fit(String text, int width) {
    if (text.length() > width) {
      return text.substring(0, Math.max(0, width - 1)) + CUT;
    }
    String space = " ".repeat(width - text.length());
    return left ? text + space : space + text;
  }
}
