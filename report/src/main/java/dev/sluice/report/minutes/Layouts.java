package dev.sluice.report.minutes;

import dev.sluice.accounts.store.Sql;
import dev.sluice.report.history.Layout;
import java.util.HashMap;
import java.util.Map;

/// The table of layouts: each is kept once, and rows name it by a number.
final class Layouts {
  private Layouts() {}

  /// All layouts in the store, by their numbers.
  static Map<Long, Layout> all(Sql sql) {
    var all = new HashMap<Long, Layout>();
    sql.query(
            "select id, names from history_layouts",
            row -> Map.entry(row.number("id"), Layout.of(row.text("names"))))
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  /// The number of this version's, which is added where it is missing. Two processes that add it at
  /// the same time add it once.
  static long now(Sql sql) {
    String names = Layout.NOW.text();
    sql.update(
        "insert into history_layouts (names) values (?) on conflict (names) do nothing", names);
    return sql.number("select id as n from history_layouts where names = ?", names);
  }
}
