package dev.sluice.batches;

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
  private static final String COLUMNS =
      "id, team, key_id, door, endpoint, input_file, output_life, metadata, headers, created, expires,"
          + " output_file, error_file, state, ending, errors, total, completed, failed, uncalled,"
          + " input_tokens, cached_tokens, output_tokens, reasoning_tokens, begun, finalizing,"
          + " cancelling, ended, delegation";

  /// Those that change.
  private static final String CHANGES =
      "output_file = ?, error_file = ?, state = ?, ending = ?, errors = ?, total = ?,"
          + " completed = ?, failed = ?, uncalled = ?, input_tokens = ?, cached_tokens = ?, output_tokens = ?,"
          + " reasoning_tokens = ?, begun = ?, finalizing = ?, cancelling = ?, ended = ?,"
          + " delegation = ?";

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
    var values = new ArrayList<Object>();
    values.add(batch.id());
    values.add(order.team());
    values.add(order.key());
    values.add(order.door().word());
    values.add(order.endpoint());
    values.add(order.input());
    values.add(order.outputLife());
    values.add(BatchJson.words(order.metadata()));
    values.add(BatchJson.words(order.headers()));
    values.add(batch.times().created());
    values.add(batch.times().expires());
    addChanging(values, batch);
    String marks = ", ?".repeat(values.size()).substring(2);
    int _ =
        sql.update(
            "insert into batches (" + COLUMNS + ") values (" + marks + ")", values.toArray());
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

  private static void addChanging(List<Object> values, Batch batch) {
    BatchResults results = batch.results();
    values.add(results.output());
    values.add(results.errors());
    values.add(EnumWords.of(batch.state()));
    values.add(EnumWords.of(batch.ending()));
    values.add(BatchJson.errors(batch.errors()));
    values.add((long) results.counts().total());
    values.add((long) results.counts().completed());
    values.add((long) results.counts().failed());
    values.add((long) results.counts().uncalled());
    values.add(results.used().input());
    values.add(results.used().cached());
    values.add(results.used().output());
    values.add(results.used().reasoning());
    values.add(batch.times().begun());
    values.add(batch.times().finalizing());
    values.add(batch.times().cancelling());
    values.add(batch.times().ended());
    values.add(DelegationJson.write(batch.delegation()));
  }

  /// A team's batch; empty where there is none of this name, or another team's.
  static Optional<Batch> find(Sql sql, String team, String id) {
    return sql
        .query("select * from batches where id = ? and team = ?", BatchTable::batch, id, team)
        .stream()
        .findFirst();
  }

  /// Some of a team's batches that were made by one API, the newest first.
  ///
  /// @param cursor the batch that the question names; null for none
  static List<Batch> list(Sql sql, String team, DoorQuery query, @Nullable Batch cursor) {
    var values = new ArrayList<Object>(List.of(team, query.door().word()));
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
            "select * from batches where team = ? and door = ?"
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
    return sql.query(
            "select count(*) as number from batches where team = ? and ended = 0",
            row -> row.number("number"),
            team)
        .getFirst();
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
    return sql.query("select * from batches where id = ?", BatchTable::batch, id).stream()
        .findFirst();
  }

  /// Changes a batch for its owner.
  ///
  /// @return the batch as it is now; empty where the owner has lost it
  static Optional<Batch> change(Sql sql, String id, long epoch, UnaryOperator<Batch> change) {
    List<Batch> found =
        sql.query(
            "select * from batches where id = ? and epoch = ?" + lock(sql),
            BatchTable::batch,
            id,
            epoch);
    return found.stream().findFirst().map(batch -> changed(sql, batch, change.apply(batch)));
  }

  /// Changes a team's batch, whichever process owns it.
  static Optional<Batch> change(Sql sql, String team, String id, UnaryOperator<Batch> change) {
    List<Batch> found =
        sql.query(
            "select * from batches where id = ? and team = ?" + lock(sql),
            BatchTable::batch,
            id,
            team);
    return found.stream().findFirst().map(batch -> changed(sql, batch, change.apply(batch)));
  }

  private static String lock(Sql sql) {
    return sql.isPostgres() ? " for update" : "";
  }

  private static Batch changed(Sql sql, Batch before, Batch after) {
    if (!after.equals(before)) {
      var values = new ArrayList<Object>();
      addChanging(values, after);
      values.add(after.id());
      int _ = sql.update("update batches set " + CHANGES + " where id = ?", values.toArray());
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
    return !sql.query(
            "select id from batches where id = ? and (ended = 0 or state = 'failed' and total > 0)",
            row -> row.text("id"),
            id)
        .isEmpty();
  }

  private static BatchState state(Row row) {
    return EnumWords.read(BatchState.class, "state", row.text("state"));
  }

  static Batch batch(Row row) {
    return new Batch(
        row.text("id"),
        new BatchOrder(
            Door.of(row.text("door")),
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

  private static Counts counts(Row row) {
    return new Counts(
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
