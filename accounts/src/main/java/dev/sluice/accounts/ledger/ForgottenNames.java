package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The removal of what names somebody from the tables of the ledger. Sums stay, under a name that
/// says nothing; calls one by one go.
public final class ForgottenNames {
  /// How many blocks are read or removed in one transaction: 12 MiB.
  private static final int MOST = 200;

  /// How many keys are renamed by one statement, each of which reads all sums.
  private static final int MOST_KEYS = 500;

  /// How many texts of tags are renamed in one transaction: all sums are read for each.
  private static final int MOST_TAGS = 10;

  private static final List<String> TABLES = List.of("spend", "spend_months");

  /// The tables of units, which go by the same names.
  private static final List<String> UNITS = List.of("spend_units", "spend_months_units");

  /// A part of the work on calls one by one.
  ///
  /// @param calls how many calls were met
  /// @param after the cursor to go on with; empty where nothing is left
  public record Part(long calls, Optional<String> after) {}

  private ForgottenNames() {}

  /// The keys by which the ledger knows calls of a team, by their identifiers.
  public static List<String> keysOf(Sql sql, String team) {
    return sql.query(
        "select distinct key_id from spend_months where team = ? and key_id <> '' order by key_id",
        row -> row.text("key_id"),
        team);
  }

  /// Whether the ledger has calls of a key.
  ///
  /// @param key its identifier
  public static boolean hasKey(Sql sql, String key) {
    return sql.has("select 1 from spend_months where key_id = ? limit 1", key);
  }

  /// Removes calls one by one of keys, some of them.
  ///
  /// @param keys their identifiers
  /// @return how many; none where nothing is left
  public static long removeCalls(Sql sql, List<String> keys) {
    return ForgottenCalls.remove(sql, keys, MOST);
  }

  /// Lets the sums of a team go by another name.
  ///
  /// @param as a name that nobody has
  /// @return how many rows
  public static long renameTeam(Sql sql, String team, String as) {
    sql.update("update credits set owner = ? where owner = ?", "team:" + as, "team:" + team);
    removeLeases(sql, "team:" + team);
    UNITS.forEach(table -> sql.update(renamedTeam(table), as, team));
    return TABLES.stream().mapToLong(table -> sql.update(renamedTeam(table), as, team)).sum();
  }

  private static String renamedTeam(String table) {
    return "update " + table + " set team = ? where team = ?";
  }

  /// Lets the sums of keys go by other identifiers, which are their names, too.
  ///
  /// @param as for each key an identifier that nobody has
  /// @return how many rows
  public static long renameKeys(Sql sql, Map<String, String> as) {
    as.forEach(
        (key, name) -> {
          sql.update("update credits set owner = ? where owner = ?", "key:" + name, "key:" + key);
          removeLeases(sql, "key:" + key);
        });
    List<Map.Entry<String, String>> all = List.copyOf(as.entrySet());
    long rows = 0;
    for (int i = 0; i < all.size(); i += MOST_KEYS) {
      rows += rename(sql, all.subList(i, Math.min(all.size(), i + MOST_KEYS)));
    }
    return rows;
  }

  /// Removes the windows of an owner's budgets, which count nothing any more.
  private static void removeLeases(Sql sql, String owner) {
    if (sql.isPostgres()) {
      sql.update("delete from money_leases where owner = ?", owner);
      sql.update("delete from money_windows where owner = ?", owner);
    }
  }

  private static long rename(Sql sql, List<Map.Entry<String, String>> keys) {
    String names = keys.stream().map(_ -> "(?, ?)").collect(Collectors.joining(", "));
    Object[] values =
        keys.stream().flatMap(key -> Stream.of(key.getKey(), key.getValue())).toArray();
    UNITS.forEach(table -> sql.update(renamedKeys(table, names, ""), values));
    return TABLES.stream()
        .mapToLong(
            table -> sql.update(renamedKeys(table, names, ", key_name = names.column2"), values))
        .sum();
  }

  private static String renamedKeys(String table, String names, String more) {
    return "update %1$s set key_id = names.column2%3$s from (values %2$s) as names where %1$s.key_id = names.column1"
        .formatted(table, names, more);
  }

  /// Takes a value out of the tags of calls one by one, of some of them.
  ///
  /// @param after the cursor of the part before; empty for the first
  /// @throws IllegalArgumentException if the cursor is none
  public static Part removeTag(Sql sql, String value, Optional<String> after) {
    ForgottenCalls.Part part = ForgottenCalls.removeTag(sql, value, after, MOST);
    return new Part(part.calls(), part.after());
  }

  /// Adds the sums of calls whose tags have a value to those of `other`, some of them.
  ///
  /// @return how many rows; none where nothing is left
  public static long renameTag(Sql sql, String value) {
    long rows = 0;
    int done = 0;
    for (String tags : tagsWith(sql, value)) {
      Optional<String> other = BlockTags.without(tags, value);
      if (other.isPresent() && done++ < MOST_TAGS) {
        rows += SpendTable.retag(sql, tags, other.get());
      }
    }
    return rows;
  }

  private static List<String> tagsWith(Sql sql, String value) {
    return sql.query(
        "select distinct tags from spend_months where tags like ? escape '!'",
        row -> row.text("tags"),
        "%:\"" + value.replaceAll("[!%_]", "!$0") + "\"%");
  }
}
