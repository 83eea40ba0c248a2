package dev.sluice.batches;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.call.text.EnumWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// How batches of all teams stand, in the table `batches`. Each method is a part of a transaction,
/// or of a question.
final class WorkStatusTable {
  private WorkStatusTable() {}

  /// Some batches, the newest first.
  static List<BatchWorkStatus> list(Sql sql, BatchQuery query) {
    var where = new StringBuilder("(created, id) < (?, ?)");
    var values = new ArrayList<Object>(List.of(query.after().created(), query.after().id()));
    addTeam(query, where, values);
    addStates(query, where, values);
    values.add((long) query.most());
    return sql.query(
        "select * from batches where " + where + " order by created desc, id desc limit ?",
        WorkStatusTable::status,
        values.toArray());
  }

  private static void addTeam(BatchQuery query, StringBuilder where, List<Object> values) {
    if (!query.team().isEmpty()) {
      where.append(" and team = ?");
      values.add(query.team());
    }
  }

  private static void addStates(BatchQuery query, StringBuilder where, List<Object> values) {
    if (query.states().isEmpty()) {
      return;
    }
    // What has not ended has an index of its own.
    if (query.states().stream().noneMatch(BatchState::isOver)) {
      where.append(" and ended = 0");
    }
    where
        .append(" and state in (")
        .append(String.join(", ", Collections.nCopies(query.states().size(), "?")))
        .append(')');
    query.states().forEach(state -> values.add(state.word()));
  }

  /// A batch.
  ///
  /// @param team whose it must be; empty for anybody's
  static Optional<BatchWorkStatus> find(Sql sql, String team, String id) {
    return sql.first(
        "select * from batches where id = ? and (? = '' or team = ?)",
        WorkStatusTable::status,
        id,
        team,
        team);
  }

  /// Writes how the work on a batch stands, for its owner.
  ///
  /// @return whether the owner still has it
  static boolean tell(Sql sql, BatchWorkStatus status, long epoch) {
    return sql.update(
            "update batches set node = ?, pause = ?, pause_until = ? where id = ? and epoch = ?",
            status.node(),
            status.pause().word(),
            status.until(),
            status.batch().id(),
            epoch)
        > 0;
  }

  private static BatchWorkStatus status(Row row) {
    Batch batch = BatchTable.batch(row);
    PauseReason pause = EnumWords.read(PauseReason.class, "pause", row.text("pause"));
    return holds(pause, batch.state())
        ? new BatchWorkStatus(batch, row.text("node"), pause, row.number("pause_until"))
        : new BatchWorkStatus(batch, row.text("node"), PauseReason.NONE, 0);
  }

  /// Whether a pause that was written last is one in this state: nobody writes that it has ended
  /// with the batch, or with the calls of its lines.
  private static boolean holds(PauseReason pause, BatchState state) {
    return switch (pause) {
      case NONE -> false;
      case BUDGET, KEY -> state == BatchState.VALIDATING || state == BatchState.IN_PROGRESS;
      case DISK, FILES -> !state.isOver();
    };
  }
}
