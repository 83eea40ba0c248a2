package dev.sluice.accounts.ledger.table;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.journal.Entry;
import dev.sluice.accounts.ledger.table.BatchWriter.Dated;
import dev.sluice.accounts.store.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of calls one by one: a file a month beside a SQLite store, a partition a day in
/// PostgreSQL.
public final class CallTable {
  /// What the names of files begin with; the month follows.
  static final String FILES = "calls-";

  private static final Pattern MONTHLY = Pattern.compile(FILES + "\\d{4}-\\d{2}");
  private static final int MONTH_LENGTH = 7;

  /// The names of partitions; the day follows, without dashes.
  private static final String PARTITIONS = "calls_";

  private static final List<String> TEXTS =
      List.of("call", "team", "key_id", "model", "target", "payer", "reason", "outcome");

  private static final List<String> NUMBERS =
      Stream.of(
              List.of("journal", "segment", "position", "number", "began", "ended"),
              MeterColumns.NAMES,
              List.of("nanos", "estimated", "unpriced"))
          .flatMap(List::stream)
          .toList();

  private static final String INSERT =
      "insert into calls (day, %s, %s) values (?%s) on conflict do nothing"
          .formatted(
              String.join(", ", TEXTS),
              String.join(", ", NUMBERS),
              ", ?".repeat(TEXTS.size() + NUMBERS.size()));

  /// The same for all processes that share a database.
  private static final long PARTITION_LOCK = 0x736c_7569_6365L;

  private CallTable() {}

  /// Makes the table of a file.
  static void make(Sql file) {
    file.update(
        "create table if not exists calls (day text not null, %s, %s, primary key (journal, segment, position)) without rowid"
            .formatted(columns(TEXTS, "text"), columns(NUMBERS, "integer")));
    file.update(
        "create index if not exists calls_of_key on calls (key_id, began, segment, position)");
  }

  private static String columns(List<String> names, String type) {
    return names.stream()
        .map(name -> name + " " + type + " not null")
        .collect(Collectors.joining(", "));
  }

  /// Makes the partition of a day, where there is none.
  static void makeDay(Sql sql, String day) {
    String name = PARTITIONS + day.replace("-", "");
    if (days(sql).contains(name)) {
      return;
    }
    sql.query("select pg_advisory_xact_lock(?)", _ -> 0, PARTITION_LOCK);
    sql.update(
        "create table if not exists %s partition of calls for values in ('%s')"
            .formatted(name, day));
  }

  /// The names of partitions, the oldest first.
  static List<String> days(Sql sql) {
    return sql.query(
        "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid"
            + " where i.inhparent = 'calls'::regclass order by c.relname",
        row -> row.text("name"));
  }

  /// Removes the files or partitions that end before a day.
  ///
  /// @return how many
  public static long dropBefore(Sql sql, LocalDate day) {
    String month = FILES + day.toString().substring(0, MONTH_LENGTH);
    String partition = PARTITIONS + day.toString().replace("-", "");
    List<String> old =
        sql.isPostgres()
            ? days(sql).stream().filter(name -> name.compareTo(partition) < 0).toList()
            : files(sql).stream().filter(name -> name.compareTo(month) < 0).toList();
    old.forEach(name -> drop(sql, name));
    return old.size();
  }

  private static void drop(Sql sql, String name) {
    if (sql.isPostgres()) {
      sql.update("drop table if exists " + name);
    } else {
      sql.drop(name);
    }
  }

  /// Inserts calls; those that are there already stay.
  ///
  /// @param journal the journal's number in the store
  static void insert(Sql sql, List<Dated> calls, long journal) {
    sql.batch(INSERT, calls.stream().map(call -> values(call, journal)).toList());
  }

  private static Object[] values(Dated call, long journal) {
    Entry entry = call.located().entry();
    return Stream.of(
            Stream.of(call.day()),
            texts(entry),
            Stream.of(journal, call.located().at().segment(), call.located().at().position()),
            numbers(entry))
        .flatMap(part -> part)
        .toArray();
  }

  private static Stream<Object> texts(Entry entry) {
    Paid paid = entry.paid();
    Opened opened = paid.opened();
    return Stream.of(
        opened.call(),
        opened.team(),
        opened.key(),
        opened.model(),
        paid.target(),
        entry.payer().word(),
        entry.reason(),
        paid.outcome());
  }

  private static Stream<Object> numbers(Entry entry) {
    Paid paid = entry.paid();
    Opened opened = paid.opened();
    return Stream.of(
            Stream.of(opened.number(), opened.at(), paid.at()),
            MeterColumns.values(paid.meters()).stream(),
            Stream.of(paid.nanos(), paid.estimated() ? 1L : 0L, paid.priced() ? 0L : 1L))
        .flatMap(part -> part);
  }

  /// The names of files of calls, the oldest first. Copies that an operator has made beside them
  /// are none.
  public static List<String> files(Sql sql) {
    return sql.names().stream().filter(name -> MONTHLY.matcher(name).matches()).toList();
  }
}
