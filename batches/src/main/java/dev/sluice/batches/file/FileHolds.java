package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;

/// The holds on files: a file that is removed while somebody holds it is gone for clients at once,
/// and its content stays until the last hold ends. Part of a transaction of the holder's own, such
/// as the one that makes its row.
public final class FileHolds {
  private FileHolds() {}

  /// Holds a file; once or often is the same. A file that is deleted by now is not held, which
  /// [FileStore#held] then tells: a deletion comes before this transaction, or behind it.
  ///
  /// @param holder names the holder, such as a batch by its id
  public static void add(Sql sql, String file, String holder) {
    if (lock(sql, file)) {
      int _ =
          sql.update(
              "insert into file_holds (file_id, holder) values (?, ?) on conflict do nothing",
              file,
              holder);
    }
  }

  /// Lets nobody else change a row before this transaction ends.
  ///
  /// @return whether there is such a file, which is not deleted
  static boolean lock(Sql sql, String file) {
    return sql.update("update files set deleted = 0 where id = ? and deleted = 0", file) > 0;
  }

  /// Ends all holds of a holder. What nobody holds any more is removed within ten minutes.
  public static void end(Sql sql, String holder) {
    int _ = sql.update("delete from file_holds where holder = ?", holder);
  }

  static boolean has(Sql sql, String file) {
    return sql.has("select 1 from file_holds where file_id = ? limit 1", file);
  }
}
