package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;

/// What the rows of files and those of batches need of the store alike.
public final class StoreAccess {
  private StoreAccess() {}

  /// Lets no other transaction count a team's rows before this one ends. Transactions of SQLite
  /// follow each other anyway.
  ///
  /// @param rows what is counted, such as `files`
  public static void lock(Sql sql, String rows, String team) {
    if (sql.isPostgres()) {
      boolean _ = sql.has("select pg_advisory_xact_lock(hashtext(?), hashtext(?))", rows, team);
    }
  }
}
