package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.internal.text.Printable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Accounts as lines for people.
final class Shown {
  private static final int CENTS = 2;
  private static final int SMALL = 6;

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

  /// The texts of a list; `otherwise` for none.
  static String list(JsonNode texts, String otherwise) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return all.isEmpty() ? otherwise : String.join(", ", all);
  }

  /// Rows under their titles, in columns, without what a terminal would act on.
  static String table(List<List<String>> texts) {
    List<List<String>> rows =
        texts.stream()
            .map(row -> row.stream().map(cell -> Printable.line(cell, '?')).toList())
            .toList();
    List<Integer> widths =
        IntStream.range(0, rows.getFirst().size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
