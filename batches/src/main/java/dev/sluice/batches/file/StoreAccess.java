package dev.sluice.batches.file;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import java.util.List;

/// What the rows of files and those of batches need of the store alike.
public final class StoreAccess {
  private StoreAccess() {}

  /// The store of the accounts.
  ///
  /// @throws StoreException if it is not open
  public static Store open(Accounts accounts) throws StoreException {
    return accounts
        .store()
        .orElseThrow(
            () ->
                StoreException.away(accounts.name(), accounts.trouble().orElse("it is not open")));
  }

  /// Lets no other transaction count a team's rows before this one ends. Transactions of SQLite
  /// follow each other anyway.
  ///
  /// @param rows what is counted, such as `files`
  public static void lock(Sql sql, String rows, String team) {
    if (sql.isPostgres()) {
      List<Long> _ =
          sql.query(
              "select 1 as n from"
                  + " (select pg_advisory_xact_lock(hashtext(?), hashtext(?))) as locked",
              row -> row.number("n"),
              rows,
              team);
    }
  }
}
