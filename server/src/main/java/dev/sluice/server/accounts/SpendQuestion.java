package dev.sluice.server.accounts;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.store.StoreException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A question about spend.
///
/// @param query the question
/// @param key the key that it is about, as a person has named it; empty for all
/// @param csv whether the answer is to be a table for a spreadsheet
record SpendQuestion(Spend.Query query, Optional<String> key, boolean csv) {
  private static final String ID = "id";

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /// The last year of dates whose year has four digits.
  private static final int LAST_YEAR = 9_999;

  /// Reads a question.
  ///
  /// @param tags the names of the tags that calls have
  /// @param today in the zone of the budgets; the first day of its month and it are asked about
  ///   where nothing else is
  static SpendQuestion of(Map<String, List<String>> parameters, List<String> tags, LocalDate today)
      throws ApiProblem {
    List<Column> columns = columns(tags);
    List<String> names = new ArrayList<>(List.of("by", "from", "to", "format", ID));
    columns.forEach(column -> names.add(word(column)));
    Cursor cursor = Cursor.of(parameters, names, USUAL, MOST);
    LocalDate to = day(cursor, "to", today);
    LocalDate from = day(cursor, "from", to.withDayOfMonth(1));
    checkOrder(from, to);
    Optional<String> after = Optional.of(cursor.after()).filter(text -> !text.isEmpty());
    return new SpendQuestion(
        new Spend.Query(
            by(cursor, columns), from, to, only(cursor, columns), after, cursor.limit()),
        key(cursor),
        csv(parameters));
  }

  /// The columns by which sums may be kept apart.
  private static List<Column> columns(List<String> tags) {
    return Stream.<Column>concat(Stream.of(By.values()), tags.stream().map(Tag::new)).toList();
  }

  /// A finder of the key that a person has named.
  interface KeyFinder {
    /// Returns the id of the key.
    String find(String key, Spend.Query of) throws ApiProblem, StoreException, InterruptedException;
  }

  /// Returns this question about the key that was meant.
  SpendQuestion whose(KeyFinder finder) throws ApiProblem, StoreException, InterruptedException {
    if (key.isEmpty()) {
      return this;
    }
    Map<Column, String> only = new HashMap<>(query.only());
    only.put(By.KEY, finder.find(key.get(), query));
    var found =
        new Spend.Query(query.by(), query.from(), query.to(), only, query.after(), query.most());
    return new SpendQuestion(found, Optional.empty(), csv);
  }

  private static Optional<String> key(Cursor cursor) throws ApiProblem {
    String key = word(By.KEY);
    if (cursor.has(key) && cursor.has(ID)) {
      throw ApiProblem.invalid("key and id both say whose calls: leave one out");
    }
    return Optional.of(cursor.of(key)).filter(text -> !text.isEmpty());
  }

  /// @throws ApiProblem if days are in no order
  static void checkOrder(LocalDate from, LocalDate to) throws ApiProblem {
    if (from.isAfter(to)) {
      throw ApiProblem.invalid(
          "from must not lie behind to; it is %s, and to is %s".formatted(from, to));
    }
  }

  /// Reads a parameter that names a day.
  static LocalDate day(Cursor cursor, String name, LocalDate otherwise) throws ApiProblem {
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

  private static List<Column> by(Cursor cursor, List<Column> columns) throws ApiProblem {
    Map<String, Column> byName =
        columns.stream().collect(Collectors.toMap(SpendQuestion::word, Function.identity()));
    List<Column> all = new ArrayList<>();
    for (String name : cursor.of("by").split(",", -1)) {
      Column column = byName.get(name.strip());
      if (column != null) {
        all.add(column);
      } else if (!name.isBlank()) {
        String known = columns.stream().map(SpendQuestion::word).collect(Collectors.joining(", "));
        throw ApiProblem.invalid(
            "by: there is no column %s; there are: %s".formatted(name.strip(), known));
      }
    }
    return all;
  }

  private static Map<Column, String> only(Cursor cursor, List<Column> columns) {
    var only = new HashMap<Column, String>();
    for (Column column : columns) {
      if (cursor.has(word(column))) {
        only.put(column, cursor.of(word(column)));
      }
    }
    if (cursor.has(ID)) {
      only.put(By.KEY, cursor.of(ID));
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

  /// The name of a column in questions and answers.
  static String word(Column column) {
    return switch (column) {
      case By by -> by.name().toLowerCase(Locale.ROOT);
      case Tag tag -> tag.name();
    };
  }
}
