package dev.sluice.lab.admit;

import java.util.ArrayList;
import java.util.List;

/// Text in columns, the first to the left, the others to the right.
final class Grid {
  private static final String GAP = "  ";
  private final List<List<String>> rows = new ArrayList<>();

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String pad = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? cell + pad : GAP + pad + cell);
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
