package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;
import java.util.List;

/// The holds on files: a file that is removed while somebody holds it is gone for clients at once,
/// and its content stays until the last hold ends. Part of a transaction of the holder's own, such
/// as the one that makes its row.
public final class FileHolds {
  private FileHolds() {}

  /// Holds a file; once or often is the same.
  ///
  /// @param holder names the holder, such as a batch by its id
  public static void add(Sql sql, String file, String holder) {
    int _ =
        sql.update(
            "insert into file_holds (file_id, holder) values (?, ?) on conflict do nothing",
            file,
            holder);
  }

  /// Ends all holds of a holder. [FileStore#sweep] removes what nobody holds any more.
  public static void end(Sql sql, String holder) {
    int _ = sql.update("delete from file_holds where holder = ?", holder);
  }

  static boolean has(Sql sql, String file) {
    List<String> holders =
        sql.query(
            "select holder from file_holds where file_id = ? limit 1",
            row -> row.text("holder"),
            file);
    return !holders.isEmpty();
  }
}
