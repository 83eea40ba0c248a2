package dev.sluice.batches.file;

import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.file.StoredUpload.State;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The rows of uploads, whose parts are rows of files. Pure functions of the store.
final class UploadTable {
  /// How long what has ended is still known, so that a second end is told so.
  private static final long KEPT = Duration.ofMinutes(10).toMillis();

  private UploadTable() {}

  /// How many uploads of a team are known that have ended.
  static final int ENDED = 1_000;

  /// How many rows one addition removes.
  private static final int AT_ONCE = 100;

  /// Adds an upload, and forgets those of its team's that ended first, where too many are known.
  ///
  /// @param tokenDigest of the token that its content may come by; empty for none
  static void insert(Sql sql, StoredUpload upload, String tokenDigest) {
    Columns.of("id", upload.id())
        .and("team", upload.owner().team())
        .and("key_id", upload.owner().key())
        .and("name", upload.name())
        .and("purpose", upload.purpose())
        .and("bytes", upload.bytes())
        .and("state", word(upload.state()))
        .and("created", upload.created())
        .and("expires", upload.expires())
        .and("keep", upload.keep())
        .and("token", tokenDigest)
        .insert(sql, "uploads");
    int _ =
        sql.update(
            "delete from uploads where id in (select id from uploads where team = ?"
                + " and (state <> 'pending' or expires <= ?) order by created desc, id desc"
                + " limit ? offset ?)",
            upload.owner().team(),
            upload.created(),
            AT_ONCE,
            ENDED);
  }

  /// How many uploads of a team are pending.
  static long pending(Sql sql, String team, long now) {
    return sql.number(
        "select count(*) as n from uploads where team = ? and state = 'pending' and expires > ?",
        team,
        now);
  }

  /// A team's upload; one whose time is over has expired, whatever its row says.
  static Optional<StoredUpload> find(Sql sql, String team, String id, long now) {
    return sql.first(
        "select * from uploads where id = ? and team = ?", row -> read(row, now), id, team);
  }

  /// The upload of this name that is pending and was given a token, whichever team's it is.
  static Optional<StoredUpload> findByToken(Sql sql, String id, String token, long now) {
    return sql
        .query(
            "select * from uploads where id = ?",
            row ->
                TokenDigest.is(row.text("token"), token)
                    ? Optional.of(read(row, now))
                    : Optional.<StoredUpload>empty(),
            id)
        .stream()
        .flatMap(Optional::stream)
        .filter(upload -> upload.state() == State.PENDING)
        .findFirst();
  }

  /// Ends an upload that is pending; its time is over then.
  ///
  /// @param file the file that it has become; empty for none
  /// @return whether it was pending
  static boolean end(Sql sql, String id, State state, String file, long now) {
    return sql.update(
            "update uploads set state = ?, file_id = ?, expires = ? where id = ? and state = 'pending' and expires > ?",
            word(state),
            file,
            now,
            id,
            now)
        > 0;
  }

  /// Ends what was not completed in time, and forgets what has ended some minutes ago.
  ///
  /// @return how many rows were changed
  static int expire(Sql sql, long now) {
    return sql.update(
            "update uploads set state = 'expired' where state = 'pending' and expires <= ?", now)
        + sql.update("delete from uploads where expires <= ?", now - KEPT);
  }

  private static StoredUpload read(Sql.Row row, long now) {
    return new StoredUpload(
        row.text("id"),
        new FileOwner(row.text("team"), row.text("key_id")),
        row.text("name"),
        row.text("purpose"),
        row.number("bytes"),
        state(row, now),
        row.text("file_id"),
        row.number("created"),
        row.number("expires"),
        row.number("keep"));
  }

  private static State state(Sql.Row row, long now) {
    State state = State.valueOf(row.text("state").toUpperCase(Locale.ROOT));
    boolean late = state == State.PENDING && row.number("expires") <= now;
    return late ? State.EXPIRED : state;
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
