package dev.sluice.cli.explain;

import dev.sluice.call.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Text in columns, each as wide as it must be.
final class Table {
  private static final String GAP = "  ";

  /// The column whose cells may take several lines, and the least that it gets.
  private static final int WRAPPED = 1;

  private static final int LEAST = 20;

  private final List<List<String>> rows = new ArrayList<>();

  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Printable.line(cell, '?')).toList());
  }

  /// A share as a cell, such as `12.5%`.
  static String percent(double share) {
    return "%.4g%%".formatted(share * 100).replaceFirst("\\.?0+%", "%");
  }

  /// The cells of each row.
  List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /// The rows as lines of `width` characters at most, unless names alone take more: of a row that
  /// is too long the second cell goes on in the lines below.
  List<String> lines(int width) {
    int others = IntStream.range(0, columns()).filter(c -> c != WRAPPED).map(this::width).sum();
    int room = Math.max(LEAST, width - others - GAP.length() * (columns() - 1));
    int second = Math.min(room, width(WRAPPED));
    return rows.stream().flatMap(row -> lines(row, second)).toList();
  }

  private Stream<String> lines(List<String> row, int second) {
    if (row.size() <= WRAPPED) {
      return Stream.of(line(row, second));
    }
    List<String> parts = wrapped(row.get(WRAPPED), second);
    List<String> first = new ArrayList<>(row);
    first.set(WRAPPED, parts.getFirst());
    return Stream.concat(
        Stream.of(line(first, second)),
        parts.stream().skip(1).map(part -> line(List.of("", part), second)));
  }

  /// Breaks a text at its blanks.
  private static List<String> wrapped(String text, int width) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!part.isEmpty() && part.length() + 1 + word.length() > width) {
        parts.add(part.toString());
        part.setLength(0);
      }
      part.append(part.isEmpty() ? "" : " ").append(word);
    }
    parts.add(part.toString());
    return parts;
  }

  private String line(List<String> row, int second) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      int width = column == WRAPPED ? second : width(column);
      line.append(cell).repeat(' ', Math.max(0, width - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private int columns() {
    return rows.stream().mapToInt(List::size).max().orElse(0);
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
