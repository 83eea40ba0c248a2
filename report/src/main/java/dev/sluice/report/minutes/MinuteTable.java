package dev.sluice.report.minutes;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.report.history.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table of minutes and quarters of an hour.
final class MinuteTable {
  private static final String INSERT =
      "insert into history (gateway, at, process, length, target, route, band, layout, counts)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

  private MinuteTable() {}

  /// Adds minutes; rows that are there already stay as they are.
  ///
  /// @param process tells the process that has counted from those before it
  static void add(Sql sql, String gateway, long process, List<StoredMinute> minutes) {
    if (!minutes.isEmpty()) {
      long layout = Layouts.now(sql);
      sql.batch(
          INSERT,
          minutes.stream().map(minute -> values(gateway, process, layout, minute)).toList());
    }
  }

  private static Object[] values(String gateway, long process, long layout, StoredMinute minute) {
    return new Object[] {
      gateway,
      minute.at(),
      process,
      minute.length(),
      minute.target(),
      minute.route(),
      minute.band(),
      layout,
      minute.counts().sparse()
    };
  }

  /// Reads the counts that begin within a span of time, without those that `process` has made from
  /// `own` on.
  ///
  /// @param to the first instant behind it
  static List<StoredMinute> between(
      Sql sql, String gateway, long from, long to, long process, long own) {
    Map<Long, Layout> layouts = Layouts.all(sql);
    return sql.query(
        "select * from history where gateway = ? and at >= ? and at < ?"
            + " and (process <> ? or at < ?) order by at",
        row -> read(row, layouts),
        gateway,
        from,
        to,
        process,
        own);
  }

  private static StoredMinute read(Row row, Map<Long, Layout> layouts) {
    Layout layout = layouts.getOrDefault(row.number("layout"), Layout.NOW);
    return new StoredMinute(
        row.number("at"),
        row.number("length"),
        row.text("target"),
        row.text("route"),
        row.text("band"),
        new Counts(layout, row.bytes("counts")));
  }

  /// Makes one quarter of an hour of the oldest minutes before an instant.
  ///
  /// @return whether there were some
  static boolean join(Sql sql, String gateway, long before) {
    Optional<Long> first = firstMinute(sql, gateway, before);
    first.ifPresent(at -> joinQuarter(sql, gateway, at - Math.floorMod(at, StoredMinute.QUARTER)));
    return first.isPresent();
  }

  private static Optional<Long> firstMinute(Sql sql, String gateway, long before) {
    return sql.first(
        "select at from history where gateway = ? and length < 900000 and at < ?"
            + " order by at limit 1",
        row -> row.number("at"),
        gateway,
        before);
  }

  private static void joinQuarter(Sql sql, String gateway, long from) {
    long to = from + StoredMinute.QUARTER;
    Map<List<String>, List<StoredMinute>> parts =
        between(sql, gateway, from, to, 0, to).stream()
            .collect(
                Collectors.groupingBy(part -> List.of(part.target(), part.route(), part.band())));
    sql.update("delete from history where gateway = ? and at >= ? and at < ?", gateway, from, to);
    add(sql, gateway, 0, parts.values().stream().map(all -> sum(from, all)).toList());
  }

  private static StoredMinute sum(long at, List<StoredMinute> parts) {
    StoredMinute one = parts.getFirst();
    Counts counts = Counts.sum(parts.stream().map(StoredMinute::counts).toList());
    return new StoredMinute(
        at, StoredMinute.QUARTER, one.target(), one.route(), one.band(), counts);
  }

  /// Forgets what began before an instant, of whatever gateway.
  static void forget(Sql sql, long before) {
    sql.update("delete from history where at < ?", before);
  }
}
