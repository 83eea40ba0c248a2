package dev.sluice.server.accounts.spend;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.server.accounts.ApiProblem;
import dev.sluice.server.accounts.Cursor;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is asked of spend.
///
/// @param query the question
/// @param csv whether the answer is to be a table for a spreadsheet
record SpendQuestion(Spend.Query query, boolean csv) {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /// The last one that days of four digits have.
  private static final int LAST_YEAR = 9_999;

  /// The columns that sums may be apart by, as they are written.
  private static final List<String> COLUMNS =
      Arrays.stream(By.values()).map(SpendQuestion::word).toList();

  /// Reads one.
  ///
  /// @param today in the zone of the budgets; the first day of its month and it are asked about
  ///   where nothing else is
  static SpendQuestion of(Map<String, List<String>> parameters, LocalDate today) throws ApiProblem {
    List<String> known = new ArrayList<>(List.of("by", "from", "to", "format"));
    known.addAll(COLUMNS);
    Cursor cursor = Cursor.of(parameters, known, USUAL, MOST);
    LocalDate to = day(cursor, "to", today);
    LocalDate from = day(cursor, "from", to.withDayOfMonth(1));
    if (from.isAfter(to)) {
      throw ApiProblem.invalid(
          "from must not lie behind to; it is %s, and to is %s".formatted(from, to));
    }
    Optional<String> after = Optional.of(cursor.after()).filter(text -> !text.isEmpty());
    return new SpendQuestion(
        new Spend.Query(by(cursor), from, to, only(cursor), after, cursor.limit()),
        csv(parameters));
  }

  private static LocalDate day(Cursor cursor, String name, LocalDate otherwise) throws ApiProblem {
    String text = cursor.of(name);
    LocalDate day;
    try {
      day = text.isEmpty() ? otherwise : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw ApiProblem.invalid(
          "%s must be a day such as 2026-11-01; it is %s".formatted(name, text));
    }
    if (day.getYear() < 1 || day.getYear() > LAST_YEAR) {
      throw ApiProblem.invalid(
          "%s must be a day of the years 0001 to %d; it is %s".formatted(name, LAST_YEAR, text));
    }
    return day;
  }

  private static List<By> by(Cursor cursor) throws ApiProblem {
    List<By> all = new ArrayList<>();
    for (String name : cursor.of("by").split(",", -1)) {
      if (!name.isBlank()) {
        all.add(column(name.strip()));
      }
    }
    return all;
  }

  private static By column(String name) throws ApiProblem {
    if (!COLUMNS.contains(name)) {
      throw ApiProblem.invalid(
          "by: there is no column %s; there are: %s".formatted(name, String.join(", ", COLUMNS)));
    }
    return By.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Map<By, String> only(Cursor cursor) {
    var only = new EnumMap<By, String>(By.class);
    for (By by : By.values()) {
      if (cursor.has(word(by))) {
        only.put(by, cursor.of(word(by)));
      }
    }
    return only;
  }

  /// Whether a table for a spreadsheet is asked for.
  static boolean csv(Map<String, List<String>> parameters) throws ApiProblem {
    String format = parameters.getOrDefault("format", List.of("")).getFirst();
    if (!List.of("", "json", "csv").contains(format)) {
      throw ApiProblem.invalid("format must be json or csv; it is " + format);
    }
    return format.equals("csv");
  }

  /// A column as it is written.
  static String word(By by) {
    return by.name().toLowerCase(Locale.ROOT);
  }
}
