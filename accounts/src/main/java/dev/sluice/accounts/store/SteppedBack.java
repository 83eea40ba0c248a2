package dev.sluice.accounts.store;

/// The entries of Flyway's history that are put aside, in the table `flyway_schema_ahead`, so that
/// an earlier program takes the store for one of its own version: programs of before version 10 of
/// PostgreSQL's tables, and 8 of SQLite's, start on no other. The tables stay as they are, and the
/// next program that knows of this puts the entries back.
final class SteppedBack {
  private static final String HISTORY = "flyway_schema_history";
  private static final String AHEAD = "flyway_schema_ahead";

  /// The number of the lock for it, the same for all processes that share a database.
  private static final long LOCK = 0x736c_7569_6366L;

  private static final String LATER = " where cast(version as integer) > ?";

  private SteppedBack() {}

  /// Puts aside what is later than a version.
  static void to(Database database, long version, StoreErrors errors) throws StoreException {
    int _ =
        OneTransaction.run(
            database,
            errors,
            sql -> {
              sql.update(
                  "create table if not exists %s as select * from %s where 1 = 0"
                      .formatted(AHEAD, HISTORY));
              sql.update("insert into " + AHEAD + " select * from " + HISTORY + LATER, version);
              return sql.update("delete from " + HISTORY + LATER, version);
            });
  }

  /// Puts everything back, where something was put aside.
  static void end(Database database, StoreErrors errors) throws StoreException {
    int _ = OneTransaction.run(database, errors, SteppedBack::end);
  }

  private static int end(Sql sql) {
    if (!isIn(sql)) {
      return 0;
    }
    if (sql.isPostgres()) {
      // Another process that starts at the same time may do it.
      sql.query("select pg_advisory_xact_lock(?)", _ -> 0, LOCK);
      if (!isIn(sql)) {
        return 0;
      }
    }
    int back = sql.update("insert into " + HISTORY + " select * from " + AHEAD);
    sql.update("drop table " + AHEAD);
    return back;
  }

  private static boolean isIn(Sql sql) {
    return Migrations.tables(sql).contains(AHEAD);
  }

  /// The version that a store was stepped back from; 0 where it was not.
  static long from(Sql sql) {
    return isIn(sql)
        ? sql.number("select coalesce(max(cast(version as integer)), 0) as n from " + AHEAD)
        : 0;
  }
}
