package dev.sluice.cli.help;

import dev.sluice.cli.help.MarkdownBlock.CellTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes a table as plain text: in columns, of which the last one may take several lines, where
/// they fit; otherwise each row as its first cell and, indented below it, the others by their
/// names.
final class PlainTable {
  private static final String GAP = "  ";

  /// The least room that the last column gets, if it needs so much.
  private static final int LEAST = 36;

  private final List<String> head;
  private final List<List<String>> rows;
  private final int width;

  private PlainTable(CellTable table, int width) {
    head = table.head().stream().map(PlainTextWriter::plain).toList();
    rows =
        table.rows().stream()
            .map(row -> row.stream().map(PlainTextWriter::plain).toList())
            .toList();
    this.width = width;
  }

  static List<String> lines(CellTable table, int width) {
    PlainTable plain = new PlainTable(table, width);
    int last = table.head().size() - 1;
    int room = width - plain.widthOfColumns(last);
    return room >= Math.min(LEAST, plain.width(last)) ? plain.columns() : plain.entries();
  }

  /// The width of the first columns, with a gap behind each.
  private int widthOfColumns(int count) {
    return IntStream.range(0, count).map(column -> width(column) + GAP.length()).sum();
  }

  private int width(int column) {
    return Stream.concat(Stream.of(head), rows.stream())
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }

  private List<String> columns() {
    List<String> lines = new ArrayList<>();
    if (!String.join("", head).isEmpty()) {
      lines.addAll(columns(head));
      lines.add("-".repeat(Math.min(width, widthOfColumns(head.size()) - GAP.length())));
    }
    rows.forEach(row -> lines.addAll(columns(row)));
    return lines;
  }

  private List<String> columns(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size() - 1; column++) {
      String cell = row.get(column);
      line.append(cell).repeat(' ', width(column) - cell.length()).append(GAP);
    }
    return PlainTextWriter.wrap(row.getLast(), width, line.toString()).stream()
        .map(String::stripTrailing)
        .toList();
  }

  private List<String> entries() {
    int names = head.stream().skip(1).mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(PlainTextWriter.wrap(row.getFirst(), width, ""));
      for (int column = 1; column < row.size(); column++) {
        if (!row.get(column).isEmpty()) {
          String name = head.get(column);
          String first = GAP + name + " ".repeat(names - name.length()) + GAP;
          lines.addAll(PlainTextWriter.wrap(row.get(column), width, first));
        }
      }
    }
    return lines;
  }
}
