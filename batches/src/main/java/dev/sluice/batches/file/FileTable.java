package dev.sluice.batches.file;

import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows of files: of those that clients see, and of the parts of uploads, which name theirs.
/// Pure functions of the store.
final class FileTable {
  private static final String COLUMNS =
      "id, team, key_id, name, purpose, bytes, created, expires, sha256, sealed";

  /// The rows that clients see: whole files that are not removed.
  private static final String SEEN = "upload = '' and deleted = 0 and expires > ?";

  private FileTable() {}

  /// Adds a row.
  ///
  /// @param upload the upload of which it is a part; empty for a file
  static void insert(Sql sql, StoredFile file, String upload) {
    Columns.of("id", file.id())
        .and("team", file.team())
        .and("key_id", file.key())
        .and("name", file.name())
        .and("purpose", file.purpose())
        .and("bytes", file.bytes())
        .and("created", file.created())
        .and("expires", file.expires())
        .and("sha256", file.sha256())
        .and("sealed", file.sealed() ? 1 : 0)
        .and("upload", upload)
        .insert(sql, "files");
  }

  static Optional<StoredFile> find(Sql sql, String team, String id, long now) {
    return sql.first(
        "select " + COLUMNS + " from files where id = ? and team = ? and " + SEEN,
        FileTable::read,
        id,
        team,
        now);
  }

  /// A file that a holder holds, whether or not it was removed since.
  static Optional<StoredFile> held(Sql sql, String holder, String id) {
    return sql.first(
        "select "
            + COLUMNS
            + " from files where id = ? and exists"
            + " (select 1 from file_holds where file_id = files.id and holder = ?)",
        FileTable::read,
        id,
        holder);
  }

  /// The files that a question is for, which must exist where it names one.
  static List<StoredFile> list(Sql sql, String team, FileQuery query, long now) {
    List<Object> values = new ArrayList<>(List.of(team, now));
    var where = new StringBuilder("team = ? and ").append(SEEN);
    if (!query.purpose().isEmpty()) {
      where.append(" and purpose = ?");
      values.add(query.purpose());
    }
    if (!query.after().isEmpty()) {
      where
          .append(" and (created, id) ")
          .append(query.ascending() ? '>' : '<')
          .append(" (select created, id from files where id = ? and team = ?)");
      values.add(query.after());
      values.add(team);
    }
    String order = query.ascending() ? "created, id" : "created desc, id desc";
    values.add(query.most());
    return sql.query(
        "select " + COLUMNS + " from files where " + where + " order by " + order + " limit ?",
        FileTable::read,
        values.toArray());
  }

  /// The parts of an upload.
  static List<StoredFile> parts(Sql sql, String upload) {
    return sql.query("select " + COLUMNS + " from files where upload = ?", FileTable::read, upload);
  }

  /// What of a team's counts against its quota: what was removed and is still held, too, and no
  /// files of results.
  static FileQuotas.Stock stock(Sql sql, String team) {
    return sql.query(
            "select coalesce(sum(bytes), 0) as bytes, count(*) as files from files where team = ?"
                + " and purpose <> 'batch_output'",
            row -> new FileQuotas.Stock(row.number("bytes"), row.number("files")),
            team)
        .getFirst();
  }

  /// Whether a team keeps as many results of batches as it may: so many bytes, or so many files as
  /// of all others.
  static boolean isFullOfResults(Sql sql, String team, long bytes) {
    return sql.has(
        "select 1 from (select coalesce(sum(bytes), 0) as bytes, count(*) as files from files"
            + " where team = ? and purpose = 'batch_output') as results"
            + " where bytes >= ? or files >= ?",
        team,
        bytes,
        (long) FileQuotas.FILES);
  }

  /// Lets no other transaction count what a team keeps, or its uploads, before this one ends.
  static void lock(Sql sql, String team) {
    StoreAccess.lock(sql, "files", team);
  }

  /// Removes a file from the sight of clients.
  ///
  /// @return whether its content may go: nobody holds it
  static boolean remove(Sql sql, String id) {
    // Waits for a transaction that has the row's lock, and has begun to hold the file.
    int _ = sql.update("update files set deleted = 1 where id = ?", id);
    return !FileHolds.has(sql, id) && sql.update("delete from files where id = ?", id) > 0;
  }

  /// Removes the rows of an upload's parts.
  ///
  /// @return their ids
  static List<String> removeParts(Sql sql, String upload) {
    List<String> ids = parts(sql, upload).stream().map(StoredFile::id).toList();
    int _ = sql.update("delete from files where upload = ?", upload);
    return ids;
  }

  /// The ids of files that have ended, the first so many.
  static List<String> expired(Sql sql, long now, int most) {
    return sql.query(
        "select id from files where deleted = 0 and expires <= ? limit ?",
        row -> row.text("id"),
        now,
        most);
  }

  /// The ids of files that are removed, and that nobody holds any more.
  static List<String> unheld(Sql sql, int most) {
    return sql.query(
        "select id from files where deleted = 1 and not exists"
            + " (select 1 from file_holds where file_id = files.id) limit ?",
        row -> row.text("id"),
        most);
  }

  /// Those of these ids that have a row.
  static Set<String> known(Sql sql, List<String> ids) {
    String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return Set.copyOf(
        sql.query(
            "select id from files where id in (" + places + ")",
            row -> row.text("id"),
            ids.toArray()));
  }

  private static StoredFile read(Sql.Row row) {
    return new StoredFile(
        row.text("id"),
        row.text("team"),
        row.text("key_id"),
        row.text("name"),
        row.text("purpose"),
        row.number("bytes"),
        row.number("created"),
        row.number("expires"),
        row.text("sha256"),
        row.number("sealed") == 1);
  }
}
