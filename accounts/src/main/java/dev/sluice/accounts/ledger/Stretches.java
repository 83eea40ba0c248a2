package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.BlockTable.Place;
import dev.sluice.accounts.ledger.BlockTable.Stored;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reader of blocks by their places in the journals, of all keys.
final class Stretches {
  private static final String BETWEEN =
      " from blocks where journal = ? and (segment, position) >= (?, ?) and (segment, position) <"
          + " (?, ?) and day >= ? and day <= ?";

  private Stretches() {}

  /// A range of days whose calls are looked for.
  public record Days(String from, String to) {
    /// Whether a month has some of the days.
    boolean hasMonth(String month) {
      return month.compareTo(SpendKey.month(from)) >= 0 && month.compareTo(SpendKey.month(to)) <= 0;
    }
  }

  /// A block of a stretch, and the day that its calls began on.
  public record OfDay(String day, Stored block) {}

  /// Blocks of a stretch of a journal, in its order; in PostgreSQL, whose partitions have an index
  /// each, day by day.
  ///
  /// @param behind the last one of those before them, where there are some
  /// @param most how many
  public static List<OfDay> between(
      Sql sql, long journal, Stretch of, Days days, Optional<OfDay> behind, int most) {
    String day = sql.isPostgres() ? "day, " : "";
    List<Object> values = values(journal, of, days);
    String rest = "";
    if (behind.isPresent()) {
      rest = " and (%ssegment, position) > (%s?, ?)".formatted(day, day.isEmpty() ? "" : "?, ");
      Place place = behind.get().block().place();
      values.addAll(day.isEmpty() ? List.of() : List.of(behind.get().day()));
      values.addAll(List.of(place.segment(), place.position()));
    }
    return sql.query(
        "select day, journal, segment, position, last_began, calls"
            + BETWEEN
            + rest
            + " order by "
            + day
            + "segment, position limit "
            + most,
        row -> new OfDay(row.text("day"), BlockTable.stored(row)),
        values.toArray());
  }

  private static List<Object> values(long journal, Stretch of, Days days) {
    var values = new ArrayList<Object>(List.of(journal));
    values.addAll(List.of(of.from().segment(), of.from().position()));
    values.addAll(List.of(of.end().segment(), of.end().position(), days.from(), days.to()));
    return values;
  }

  /// The days on which calls of a stretch of a journal began.
  public static List<String> days(Sql sql, long journal, Stretch of, Days days) {
    return sql.query(
        "select distinct day" + BETWEEN,
        row -> row.text("day"),
        values(journal, of, days).toArray());
  }

  /// A stretch of a journal.
  ///
  /// @param end the place behind it
  public record Stretch(JournalPlace from, JournalPlace end) {}

  /// The numbers of the journals whose calls lie here.
  public static List<Long> journals(Sql sql) {
    if (sql.isPostgres()) {
      return sql.query("select id from journals order by id", row -> row.number("id"));
    }
    // From one to the next by the index: all blocks would have to be read to tell them apart.
    var found = new ArrayList<Long>();
    long last = -1;
    do {
      last =
          sql.number("select coalesce(min(journal), -1) as n from blocks where journal > ?", last);
      found.addAll(last < 0 ? List.of() : List.of(last));
    } while (last >= 0);
    return found;
  }
}
