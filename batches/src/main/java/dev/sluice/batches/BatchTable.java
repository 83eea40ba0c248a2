package dev.sluice.batches;

import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.batches.delegate.DelegationJson;
import dev.sluice.batches.file.StoreAccess;
import dev.sluice.call.text.EnumWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The table `batches`, a row a batch. Each method is a part of a transaction, or of a question.
final class BatchTable {
  /// How many batches of a team are known that have ended, and of those how many that have failed,
  /// which cost nothing, and have the largest rows.
  static final int MOST_ENDED = 10_000;

  static final int MOST_FAILED = 1_000;

  /// How many rows one addition removes.
  private static final int AT_ONCE = 100;

  private BatchTable() {}

  /// A batch that has not ended.
  ///
  /// @param epoch of its last owner; 0 for none
  record Open(String id, String team, long epoch) {}

  /// Adds a batch, and forgets the oldest of its team's that have ended, where too many are known.
  static void insert(Sql sql, Batch batch) {
    BatchOrder order = batch.order();
    Columns.of("id", batch.id())
        .and("team", order.team())
        .and("key_id", order.key())
        .and("api", order.api().word())
        .and("endpoint", order.endpoint())
        .and("input_file", order.input())
        .and("output_life", order.outputLife())
        .and("metadata", BatchJson.words(order.metadata()))
        .and("headers", BatchJson.words(order.headers()))
        .and("created", batch.times().created())
        .and("expires", batch.times().expires())
        .and(changing(batch))
        .insert(sql, "batches");
    dropOldest(sql, order.team(), "state = 'failed'", MOST_FAILED);
    dropOldest(sql, order.team(), "ended > 0", MOST_ENDED);
  }

  private static void dropOldest(Sql sql, String team, String which, int most) {
    int _ =
        sql.update(
            "delete from batches where id in (select id from batches where team = ? and "
                + which
                + " order by created desc, id desc limit ? offset ?)",
            team,
            AT_ONCE,
            most);
  }

  /// The columns that change.
  private static Columns changing(Batch batch) {
    BatchResults results = batch.results();
    return Columns.of("output_file", results.output())
        .and("error_file", results.errors())
        .and("state", EnumWords.of(batch.state()))
        .and("ending", EnumWords.of(batch.ending()))
        .and("errors", BatchJson.errors(batch.errors()))
        .and("total", results.counts().total())
        .and("completed", results.counts().completed())
        .and("failed", results.counts().failed())
        .and("uncalled", results.counts().uncalled())
        .and("input_tokens", results.used().input())
        .and("cached_tokens", results.used().cached())
        .and("output_tokens", results.used().output())
        .and("reasoning_tokens", results.used().reasoning())
        .and("begun", batch.times().begun())
        .and("finalizing", batch.times().finalizing())
        .and("cancelling", batch.times().cancelling())
        .and("ended", batch.times().ended())
        .and("delegation", DelegationJson.write(batch.delegation()));
  }

  /// A team's batch; empty where there is none of this name, or another team's.
  static Optional<Batch> find(Sql sql, String team, String id) {
    return sql.first(
        "select * from batches where id = ? and team = ?", BatchTable::batch, id, team);
  }

  /// Some of a team's batches that were made by one API, the newest first.
  ///
  /// @param cursor the batch that the question names; null for none
  static List<Batch> list(Sql sql, String team, ApiBatchQuery query, @Nullable Batch cursor) {
    var values = new ArrayList<Object>(List.of(team, query.api().word()));
    boolean newer = cursor != null && query.isNewer();
    String than = newer ? ">" : "<";
    String where = "";
    if (cursor != null) {
      where = " and (created %1$s ? or created = ? and id %1$s ?)".formatted(than);
      long created = cursor.times().created();
      values.addAll(List.of(created, created, cursor.id()));
    }
    values.add(query.most());
    List<Batch> found =
        sql.query(
            "select * from batches where team = ? and api = ?"
                + where
                + (newer
                    ? " order by created, id limit ?"
                    : " order by created desc, id desc limit ?"),
            BatchTable::batch,
            values.toArray());
    return newer ? found.reversed() : found;
  }

  /// Removes a team's batch that has ended.
  static void drop(Sql sql, String team, String id) {
    int _ = sql.update("delete from batches where id = ? and team = ? and ended > 0", id, team);
  }

  /// Lets no other transaction count a team's batches before this one ends.
  static void lockTeam(Sql sql, String team) {
    StoreAccess.lock(sql, "batches", team);
  }

  /// How many batches of a team have not ended.
  static long open(Sql sql, String team) {
    return sql.number("select count(*) as n from batches where team = ? and ended = 0", team);
  }

  /// The batches that have not ended, the oldest of each team first, then each team's next one: so
  /// that no team hides another, however many it has.
  static List<Open> open(Sql sql, int most) {
    return sql.query(
        "select id, team, epoch from (select id, team, epoch, created, row_number() over"
            + " (partition by team order by created, id) as place from batches where ended = 0)"
            + " as ranked order by place, created, id limit ?",
        row -> new Open(row.text("id"), row.text("team"), row.number("epoch")),
        most);
  }

  /// The names of the batches that were cancelled and have not ended.
  static List<String> cancelling(Sql sql) {
    return sql.query(
        "select id from batches where ended = 0 and state = 'cancelling'", row -> row.text("id"));
  }

  /// How many batches that have not ended are in each state.
  static Map<BatchState, Long> states(Sql sql) {
    var states = new EnumMap<BatchState, Long>(BatchState.class);
    sql.query(
        "select state, count(*) as number from batches where ended = 0 group by state",
        row -> states.put(state(row), row.number("number")));
    return states;
  }

  /// Gives a batch to an owner, unless a later one has it.
  ///
  /// @return the batch; empty where it has ended, or is another's
  static Optional<Batch> take(Sql sql, String id, long epoch) {
    int taken =
        sql.update(
            "update batches set epoch = ? where id = ? and epoch <= ? and ended = 0",
            epoch,
            id,
            epoch);
    return taken == 0 ? Optional.empty() : find(sql, id);
  }

  private static Optional<Batch> find(Sql sql, String id) {
    return sql.first("select * from batches where id = ?", BatchTable::batch, id);
  }

  /// Changes a batch for its owner.
  ///
  /// @return the batch as it is now; empty where the owner has lost it
  static Optional<Batch> change(Sql sql, String id, long epoch, UnaryOperator<Batch> change) {
    return change(sql, change, "epoch", id, epoch);
  }

  /// Changes a team's batch, whichever process owns it.
  static Optional<Batch> change(Sql sql, String team, String id, UnaryOperator<Batch> change) {
    return change(sql, change, "team", id, team);
  }

  /// Changes a batch whose column `by` has a value.
  private static Optional<Batch> change(
      Sql sql, UnaryOperator<Batch> change, String by, String id, Object value) {
    String lock = sql.isPostgres() ? " for update" : "";
    return sql.first(
            "select * from batches where id = ? and " + by + " = ?" + lock,
            BatchTable::batch,
            id,
            value)
        .map(batch -> changed(sql, batch, change.apply(batch)));
  }

  private static Batch changed(Sql sql, Batch before, Batch after) {
    if (!after.equals(before)) {
      changing(after).update(sql, "batches", after.id());
    }
    return after;
  }

  /// Removes batches that ended before a time, in milliseconds since 1970.
  ///
  /// @return how many
  static int dropEnded(Sql sql, long before) {
    return sql.update("delete from batches where ended > 0 and ended < ?", before);
  }

  /// Whether there is such a batch that has not ended, or has failed after lines were called.
  static boolean keepsLog(Sql sql, String id) {
    return sql.has(
        "select 1 from batches where id = ? and (ended = 0 or state = 'failed' and total > 0)", id);
  }

  private static BatchState state(Row row) {
    return EnumWords.read(BatchState.class, "state", row.text("state"));
  }

  static Batch batch(Row row) {
    return new Batch(
        row.text("id"),
        new BatchOrder(
            ClientApi.of(row.text("api")),
            row.text("team"),
            row.text("key_id"),
            row.text("endpoint"),
            row.text("input_file"),
            row.number("output_life"),
            BatchJson.words(row.text("metadata")),
            BatchJson.words(row.text("headers"))),
        state(row),
        EnumWords.read(Ending.class, "ending", row.text("ending")),
        times(row),
        results(row),
        BatchJson.errors(row.text("errors")),
        DelegationJson.read(row.text("delegation")));
  }

  private static BatchTimes times(Row row) {
    return new BatchTimes(
        row.number("created"),
        row.number("expires"),
        row.number("begun"),
        row.number("finalizing"),
        row.number("cancelling"),
        row.number("ended"));
  }

  private static BatchResults results(Row row) {
    return new BatchResults(
        counts(row), tokens(row), row.text("output_file"), row.text("error_file"));
  }

  private static LineCounts counts(Row row) {
    return new LineCounts(
        (int) row.number("total"),
        (int) row.number("completed"),
        (int) row.number("failed"),
        (int) row.number("uncalled"));
  }

  private static Tokens tokens(Row row) {
    return new Tokens(
        row.number("input_tokens"),
        row.number("cached_tokens"),
        row.number("output_tokens"),
        row.number("reasoning_tokens"));
  }
}
