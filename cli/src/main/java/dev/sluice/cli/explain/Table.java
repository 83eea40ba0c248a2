package dev.sluice.cli.explain;

import dev.sluice.internal.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Text in columns, each as wide as it must be.
final class Table {
  private static final String GAP = "  ";
  private final List<List<String>> rows = new ArrayList<>();

  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Printable.line(cell, '?')).toList());
  }

  /// The cells of each row.
  List<List<String>> rows() {
    return List.copyOf(rows);
  }

  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell).repeat(' ', width(column) - cell.length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
