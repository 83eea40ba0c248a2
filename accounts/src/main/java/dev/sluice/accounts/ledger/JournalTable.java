package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The table `journals`: up to which place the store has the entries of each journal.
final class JournalTable {

  /// A journal as the store knows it.
  ///
  /// @param id its number in this store
  /// @param place behind the last entry that the store has
  public record Known(long id, JournalPlace place) {}

  private JournalTable() {}

  /// A journal; empty where the store has nothing of it.
  public static Optional<Known> find(Sql sql, String node) {
    return find(sql, node, "");
  }

  private static Optional<Known> find(Sql sql, String node, String locking) {
    List<Known> found =
        sql.query(
            "select id, segment, position from journals where node = ?" + locking,
            row ->
                new Known(
                    row.number("id"),
                    new JournalPlace(row.number("segment"), row.number("position"))),
            node);
    return found.stream().findFirst();
  }

  /// A journal, which is known from now on. On PostgreSQL its row is locked until the transaction
  /// ends: a commit whose answer has not arrived may be under way still, and the place is to be
  /// read behind it.
  static Known of(Sql sql, String node) {
    return find(sql, node, sql.isPostgres() ? " for update" : "")
        .orElseGet(
            () -> {
              sql.update("insert into journals (node, segment, position) values (?, 0, 0)", node);
              return find(sql, node).orElseThrow();
            });
  }

  /// Up to which place the store has each journal, by its id.
  static Map<String, JournalPlace> all(Sql sql) {
    Map<String, JournalPlace> places = new TreeMap<>();
    sql.query(
        "select node, segment, position from journals",
        row ->
            places.put(
                row.text("node"), new JournalPlace(row.number("segment"), row.number("position"))));
    return places;
  }

  /// Notes that the store has everything before a place.
  static void move(Sql sql, long id, JournalPlace to) {
    sql.update(
        "update journals set segment = ?, position = ? where id = ?",
        to.segment(),
        to.position(),
        id);
  }
}
