package dev.sluice.accounts.ledger.table;

import dev.sluice.accounts.ledger.journal.Entry.Located;
import dev.sluice.accounts.ledger.journal.JournalPlace;
import dev.sluice.accounts.store.Sql;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Writes entries of a journal to a store, each once: the sums and the place up to which they have
/// been summed change in one transaction, and entries before the place that the store knows are
/// left out. So it does not matter whether a commit that failed was one.
///
/// Rows of calls lie in other files of SQLite, whose commits are not one with that of the sums when
/// the log is a WAL (https://sqlite.org/lang_attach.html). They are written before it, and a row
/// that is there already stays.
///
/// @param names the name of a key, by its id
public record BatchWriter(String node, ZoneId zone, UnaryOperator<String> names) {
  private static final int MONTH_LENGTH = 7;

  /// An entry, with the day that it counts in.
  record Dated(Located located, String day) {
    String month() {
      return day.substring(0, MONTH_LENGTH);
    }
  }

  /// Writes entries in the order of the journal.
  ///
  /// @return the place behind the last one
  public JournalPlace write(Sql sql, List<Located> entries) {
    JournalTable.Known journal = JournalTable.of(sql, node);
    List<Dated> fresh =
        entries.stream()
            .filter(entry -> entry.at().compareTo(journal.place()) >= 0)
            .map(entry -> new Dated(entry, day(entry)))
            .toList();
    JournalPlace end = entries.getLast().end();
    if (!fresh.isEmpty()) {
      writeCalls(sql, fresh, journal.id());
      SpendTable.add(sql, fresh, names);
      JournalTable.move(sql, journal.id(), end);
    }
    return end;
  }

  private String day(Located entry) {
    return day(entry.entry().paid().opened().at(), zone);
  }

  /// The day that an instant lies in.
  ///
  /// @param at milliseconds since 1970 in UTC
  public static String day(long at, ZoneId zone) {
    return Instant.ofEpochMilli(at).atZone(zone).toLocalDate().toString();
  }

  private static void writeCalls(Sql sql, List<Dated> entries, long journal) {
    if (sql.isPostgres()) {
      entries.stream().map(Dated::day).distinct().forEach(day -> CallTable.makeDay(sql, day));
      CallTable.insert(sql, entries, journal);
      return;
    }
    Map<String, List<Dated>> byMonth =
        entries.stream()
            .collect(Collectors.groupingBy(Dated::month, TreeMap::new, Collectors.toList()));
    byMonth.forEach(
        (month, calls) ->
            sql.beside(CallTable.FILES + month, file -> insert(file, calls, journal)));
  }

  private static int insert(Sql file, List<Dated> calls, long journal) {
    CallTable.make(file);
    CallTable.insert(file, calls, journal);
    return calls.size();
  }
}
