package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Stretches.Stretch;
import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Optional;

/// The table `call_filters`, beside that of blocks: which calls stretches of journals may hold.
/// Calls that no stretch covers, such as those that an earlier version has written, have no filter.
final class FilterTable {
  private static final String NAME = "call_filters";

  private FilterTable() {}

  /// Makes the table of a file of SQLite.
  static void make(Sql file) {
    file.update(
        "create table if not exists call_filters (journal integer not null,"
            + " segment integer not null, position integer not null,"
            + " end_segment integer not null, end_position integer not null,"
            + " first_day text not null, last_day text not null, bits blob not null,"
            + " primary key (journal, end_segment, end_position))");
  }

  static void add(Sql sql, Optional<CallFilter> filter, long journal) {
    filter.ifPresent(of -> insert(sql, of, journal));
  }

  private static void insert(Sql sql, CallFilter of, long journal) {
    sql.update(
        "insert into call_filters (journal, segment, position, end_segment, end_position,"
            + " first_day, last_day, bits) values (?, ?, ?, ?, ?, ?, ?, ?)",
        journal,
        of.from().segment(),
        of.from().position(),
        of.end().segment(),
        of.end().position(),
        of.days().getFirst(),
        of.days().getLast(),
        of.bits());
  }

  /// Removes what goes beyond a place: what is written there next may be more.
  static void removeBehind(Sql file, long journal, JournalPlace place) {
    file.update(
        "delete from call_filters where journal = ? and (end_segment, end_position) > (?, ?)",
        journal,
        place.segment(),
        place.position());
  }

  /// Removes the filters of days before one.
  static void removeBefore(Sql sql, String day) {
    sql.update("delete from call_filters where last_day < ?", day);
  }

  /// A stretch that has a filter.
  ///
  /// @param journal the journal's number in the store
  public record Filtered(long journal, Stretch stretch, String firstDay, String lastDay) {}

  /// All stretches that have filters, those of the newest days first.
  public static List<Filtered> all(Sql sql) {
    return isIn(sql)
        ? sql.query(
            "select journal, segment, position, end_segment, end_position, first_day, last_day"
                + " from call_filters order by last_day desc",
            FilterTable::filtered)
        : List.of();
  }

  private static Filtered filtered(Sql.Row row) {
    return new Filtered(
        row.number("journal"),
        new Stretch(
            new JournalPlace(row.number("segment"), row.number("position")),
            new JournalPlace(row.number("end_segment"), row.number("end_position"))),
        row.text("first_day"),
        row.text("last_day"));
  }

  /// Whether a file has the table. A file that an earlier version has written has none.
  private static boolean isIn(Sql sql) {
    return sql.isPostgres() || BlockTable.hasTable(sql, NAME);
  }

  /// The bits of the filter of a stretch.
  public static byte[] bits(Sql sql, Filtered of) {
    return sql.query(
            "select bits from call_filters"
                + " where journal = ? and end_segment = ? and end_position = ?",
            row -> row.bytes("bits"),
            of.journal(),
            of.stretch().end().segment(),
            of.stretch().end().position())
        .getFirst();
  }
}
