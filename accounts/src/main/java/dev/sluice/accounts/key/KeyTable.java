package dev.sluice.accounts.key;

import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.accounts.terms.Credit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Teams and keys in the store's tables. Each method is a part of a transaction.
public final class KeyTable {
  private KeyTable() {}

  /// The revision of teams and keys.
  public static long revision(Sql sql) {
    return sql.number("select number as n from revision");
  }

  /// Raises the revision, as every change does.
  public static void raise(Sql sql) {
    sql.update("update revision set number = number + 1");
  }

  /// Whether there is neither a team nor a key.
  public static boolean isEmpty(Sql sql) {
    return !sql.has("select 1 from teams limit 1") && !sql.has("select 1 from keys limit 1");
  }

  /// Reads all teams and keys again, unless a snapshot is of the revision that holds.
  public static KeyRing ring(Sql sql, KeyRing known) {
    return revision(sql) == known.revision() ? known : ring(sql);
  }

  /// Reads all teams and keys, as of now. Where other processes change them meanwhile the snapshot
  /// may be newer than its revision, which is read first, and never older.
  public static KeyRing ring(Sql sql) {
    long revision = revision(sql);
    Map<String, List<SecretDigest>> secrets = new HashMap<>();
    sql.query("select * from secrets", row -> add(secrets, row));
    Set<String> active = activeOwners(sql);
    return new KeyRing(
        revision,
        sql.query("select * from teams", KeyRows::team),
        sql.query(
            "select * from keys",
            row ->
                KeyRows.key(
                    row,
                    secrets.getOrDefault(row.text("id"), List.of()),
                    row.text("owner").isEmpty() || active.contains(row.text("owner")))),
        sql.query("select owner, at, nanos from credits", KeyRows::credit));
  }

  /// The people who own keys, are still there, and may come in.
  private static Set<String> activeOwners(Sql sql) {
    return Set.copyOf(
        sql.query(
            "select id from people where active = 1"
                + " and id in (select owner from keys where owner <> '')",
            row -> row.text("id")));
  }

  private static boolean add(Map<String, List<SecretDigest>> secrets, Row row) {
    return secrets
        .computeIfAbsent(row.text("key_id"), _ -> new ArrayList<>())
        .add(KeyRows.secret(row));
  }

  /// Adds a new team.
  public static void insert(Sql sql, Team team) {
    Columns.of(KeyRows.of(team)).insert(sql, "teams");
  }

  /// Writes what a team may cost.
  ///
  /// @return whether it was of this version
  public static boolean update(Sql sql, Team team) {
    Map<String, Object> columns = KeyRows.of(team);
    columns.keySet().retainAll(List.of("budgets", "strict", "overrun"));
    return Columns.of(columns).update(sql, "teams", "name", team.name(), team.version());
  }

  /// Writes a key that is new, without a secret.
  public static void insert(Sql sql, StoredKey key) {
    Columns terms = Columns.of(KeyRows.terms(key));
    Columns.of(KeyRows.identity(key)).and(terms).insert(sql, "keys");
  }

  /// Writes what a key may do, and until when.
  ///
  /// @return whether it was of this version
  public static boolean update(Sql sql, StoredKey key) {
    return Columns.of(KeyRows.terms(key)).update(sql, "keys", "id", key.id(), key.version());
  }

  /// Adds a secret to its key.
  public static void insert(Sql sql, KeySecret secret, long now) {
    Columns.of("digest", secret.digest())
        .and("key_id", secret.id())
        .and("created", now)
        .insert(sql, "secrets");
  }

  /// Adds a secret of another gateway to a key.
  public static void insert(Sql sql, String id, SecretDigest secret) {
    Columns.of("digest", HexFormat.of().parseHex(secret.hex()))
        .and("key_id", id)
        .and("created", secret.created())
        .and("ends", secret.ends())
        .and("imported", KeyRows.bit(secret.imported()))
        .insert(sql, "secrets");
  }

  /// Writes a credit.
  ///
  /// @param actor who has given it
  /// @param reason what for
  public static void insert(Sql sql, Credit credit, String actor, String reason) {
    sql.update(
        "insert into credits (number, owner, at, nanos, actor, reason)"
            + " select coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from credits",
        credit.owner(),
        credit.at(),
        credit.nanos(),
        actor,
        reason);
  }

  /// Removes a team with its keys and their secrets.
  public static void delete(Sql sql, Team team) {
    sql.update(
        "delete from secrets where key_id in (select id from keys where team = ?)", team.name());
    sql.update("delete from keys where team = ?", team.name());
    sql.update("delete from teams where name = ?", team.name());
  }

  /// Removes a key with its secrets.
  public static void delete(Sql sql, StoredKey key) {
    sql.update("delete from secrets where key_id = ?", key.id());
    sql.update("delete from keys where id = ?", key.id());
  }

  /// Lets the secrets that a key has end, unless they end earlier, and removes those that have.
  ///
  /// @param ends in milliseconds since 1970
  public static void end(Sql sql, String id, long ends, long now) {
    sql.update("delete from secrets where key_id = ? and ends <> 0 and ends <= ?", id, now);
    sql.update(
        "update secrets set ends = ? where key_id = ? and (ends = 0 or ends > ?)", ends, id, ends);
  }

  /// Revokes a key; when that was stays as it is where it has been revoked before.
  ///
  /// @param cut whether its running calls end
  public static void revoke(Sql sql, String id, long now, boolean cut) {
    sql.update(
        "update keys set revoked = case when revoked = 0 then ? else revoked end,"
            + " cut = case when cut = 1 then 1 else ? end, version = version + 1 where id = ?",
        now,
        KeyRows.bit(cut),
        id);
  }

  /// Gives the keys of one person to another one.
  public static void giveAll(Sql sql, String from, String to) {
    sql.update("update keys set owner = ?, version = version + 1 where owner = ?", to, from);
  }

  /// Raises a key's version: its secrets have changed.
  public static void touch(Sql sql, String id) {
    sql.update("update keys set version = version + 1 where id = ?", id);
  }
}
