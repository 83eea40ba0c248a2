package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.text.Plural;
import dev.sluice.call.text.Printable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Renders what a gateway tells as lines for people.
public final class Shown {
  private static final int CENTS = 2;
  private static final int SMALL = 6;
  private static final int WIDTH = 80;
  private static final int GAP = 2;
  private static final int LEAST_NAME = 12;
  private static final String CUT = "...";

  private Shown() {}

  /// An instant in UTC, to the second; `-` for none.
  static String time(JsonNode millis) {
    return millis.isNumber()
        ? Instant.ofEpochMilli(millis.asLong()).truncatedTo(ChronoUnit.SECONDS).toString()
        : "-";
  }

  /// An amount in dollars: cents, and as much more as small amounts need.
  static String dollars(JsonNode amount) {
    BigDecimal dollars = amount.decimalValue();
    int digits = dollars.compareTo(BigDecimal.ONE) < 0 && dollars.signum() > 0 ? SMALL : CENTS;
    return dollars.setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  /// Units as words, such as `5 images (3 hd/1024x1024, 2 low), 60 audio seconds`; `-` for none.
  static String units(JsonNode units) {
    String words =
        units.properties().stream()
            .filter(unit -> unit.getValue().isNumber())
            .map(unit -> units(unit.getKey(), unit.getValue().asLong(), units))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "-" : words;
  }

  private static String units(String name, long count, JsonNode all) {
    String kinds =
        all.path(name + "_kind").properties().stream()
            .map(kind -> kind.getValue().asText() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
    String words = Plural.of(count, name.replace('_', ' '));
    return kinds.isEmpty() ? words : words + " (" + kinds + ")";
  }

  /// The texts of a list; `otherwise` for none.
  static String list(JsonNode texts, String otherwise) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return all.isEmpty() ? otherwise : String.join(", ", all);
  }

  /// Rows whose names are cut so that a table of them has 80 columns, if that can be.
  ///
  /// @param names the columns of names, in the order in which they are cut
  /// @param whole whether none is cut: a program that reads a pipe gets them as they are
  public static List<List<String>> fitting(
      List<List<String>> rows, List<Integer> names, boolean whole) {
    List<List<String>> fit = rows;
    for (int name : whole ? List.<Integer>of() : names) {
      List<Integer> widths = widths(fit);
      int all = widths.stream().mapToInt(width -> width + GAP).sum() - GAP;
      int most = Math.max(LEAST_NAME, widths.get(name) - Math.max(0, all - WIDTH));
      fit = fit.stream().map(row -> cut(row, name, most)).toList();
    }
    return fit;
  }

  private static List<String> cut(List<String> row, int column, int most) {
    String name = row.get(column);
    if (name.length() <= most) {
      return row;
    }
    List<String> cut = new ArrayList<>(row);
    cut.set(column, name.substring(0, most - CUT.length()) + CUT);
    return cut;
  }

  private static List<Integer> widths(List<List<String>> rows) {
    return IntStream.range(0, rows.getFirst().size())
        .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .toList();
  }

  /// Rows under their titles, in columns, without what a terminal would act on.
  public static String table(List<List<String>> texts) {
    List<List<String>> rows =
        texts.stream()
            .map(row -> row.stream().map(cell -> Printable.line(cell, '?')).toList())
            .toList();
    List<Integer> widths = widths(rows);
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
        .collect(Collectors.joining(" ".repeat(GAP)))
        .stripTrailing();
  }
}
