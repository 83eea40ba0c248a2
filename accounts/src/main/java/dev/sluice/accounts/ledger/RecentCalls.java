package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.table.CallTable;
import dev.sluice.accounts.ledger.table.MeterColumns;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the calls of a key, the newest first.
final class RecentCalls {
  private static final String COLUMNS =
      "call, team, key_id, model, target, payer, reason, outcome, began, ended, %s, nanos, estimated, unpriced"
          .formatted(MeterColumns.LIST);

  /// Where a page of calls ends.
  ///
  /// @param began as its last call has it
  /// @param segment that of the last call's place in its journal
  /// @param position likewise
  record Place(long began, long segment, long position) {
    static final Place LATEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /// Reads a cursor.
    static Place of(String cursor) {
      try {
        List<Long> numbers = Cursors.values(cursor, 3).stream().map(Long::parseLong).toList();
        return new Place(numbers.get(0), numbers.get(1), numbers.get(2));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("the cursor `" + cursor + "` makes no sense", e);
      }
    }

    String text() {
      return Cursors.text(
          List.of(Long.toString(began), Long.toString(segment), Long.toString(position)));
    }
  }

  private record Found(SpentCall call, Place place) {}

  private RecentCalls() {}

  static Spend.Calls of(Sql sql, String key, Place before, int most) {
    List<Found> found =
        sql.isPostgres() ? page(sql, key, before, most) : files(sql, key, before, most);
    return new Spend.Calls(
        found.stream().map(Found::call).toList(),
        found.size() < most ? Optional.empty() : Optional.of(found.getLast().place().text()));
  }

  /// The newest file first, until there are enough.
  private static List<Found> files(Sql sql, String key, Place before, int most) {
    var found = new ArrayList<Found>();
    for (String name : CallTable.files(sql).reversed()) {
      if (found.size() < most) {
        int left = most - found.size();
        found.addAll(sql.beside(name, file -> page(file, key, before, left)));
      }
    }
    return found;
  }

  private static List<Found> page(Sql sql, String key, Place before, int most) {
    return sql.query(
        ("select segment, position, %s from calls where key_id = ? and (began, segment, position) < (?, ?, ?)"
                + " order by began desc, segment desc, position desc limit %d")
            .formatted(COLUMNS, most),
        RecentCalls::found,
        key,
        before.began(),
        before.segment(),
        before.position());
  }

  private static Found found(Sql.Row row) {
    var place = new Place(row.number("began"), row.number("segment"), row.number("position"));
    return new Found(call(row), place);
  }

  private static SpentCall call(Sql.Row row) {
    return new SpentCall(
        row.text("call"),
        row.text("team"),
        row.text("key_id"),
        row.text("model"),
        row.text("target"),
        row.text("payer"),
        row.text("reason"),
        row.text("outcome"),
        row.number("began"),
        row.number("ended"),
        MeterColumns.of(row),
        row.number("nanos"),
        row.number("estimated") > 0,
        row.number("unpriced") > 0);
  }
}
