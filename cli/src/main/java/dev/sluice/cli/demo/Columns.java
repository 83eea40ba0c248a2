package dev.sluice.cli.demo;

import dev.sluice.cli.demo.Row.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The columns of the table, as many as a width has room for. Pure functions.
final class Columns {
  private static final String GAP = "  ";

  /// Below this the target's name is cut no further.
  private static final int LEAST_NAME = 8;

  private static final List<Column> ALL =
      List.of(
          new Column("route", true, 0, Row::route),
          new Column("target", true, 0, row -> Table.target(row.target())),
          new Column("in use", false, 4, row -> Table.share(row.share())),
          new Column("calls", false, 3, row -> Long.toString(row.calls())),
          new Column("errors", false, 1, row -> Long.toString(row.errors())),
          new Column("p50", false, 2, row -> Table.show(row.latency(), Spread::p50)),
          new Column("p99", false, 5, row -> Table.show(row.latency(), Spread::p99)),
          new Column("first p50", false, 6, row -> Table.show(row.firstToken(), Spread::p50)),
          new Column("first p99", false, 7, row -> Table.show(row.firstToken(), Spread::p99)));

  private Columns() {}

  /// A heading and a line for each row, none longer than `width`.
  static List<String> lines(List<Row> rows, int width) {
    List<Column> columns = fitting(rows, width);
    List<Integer> widths = new ArrayList<>(columns.stream().map(c -> c.width(rows)).toList());
    int over = total(widths) - width;
    if (over > 0) {
      widths.set(1, Math.max(LEAST_NAME, widths.get(1) - over));
    }
    List<String> lines = new ArrayList<>();
    lines.add(join(columns, widths, Column::heading));
    rows.forEach(row -> lines.add(join(columns, widths, (column, w) -> column.of(row, w))));
    return lines;
  }

  /// Makes the text of a row's cell.
  @FunctionalInterface
  private interface Cell {
    String of(Column column, int width);
  }

  private static String join(List<Column> columns, List<Integer> widths, Cell cell) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> cell.of(columns.get(i), widths.get(i)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static List<Column> fitting(List<Row> rows, int width) {
    List<Column> left = new ArrayList<>(ALL);
    while (total(left.stream().map(c -> c.width(rows)).toList()) > width) {
      Column least = left.stream().max(Comparator.comparingInt(Column::rank)).orElseThrow();
      if (least.rank() == 0) {
        return left;
      }
      left.remove(least);
    }
    return left;
  }

  private static int total(List<Integer> widths) {
    return widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (widths.size() - 1);
  }
}
