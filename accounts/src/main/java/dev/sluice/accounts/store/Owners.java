package dev.sluice.accounts.store;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The owners of what only one of several processes may do, in PostgreSQL's table `owners`: a
/// process, until a time by the database's clock, and an epoch that is another one for each owner.
/// Each write of an owner asks in its own transaction whether its epoch holds, so that one that was
/// paused and has been replaced changes nothing.
///
/// @param process tells this process from all others
public record Owners(String process) {
  /// Keeps a task that this process has for so long, also beyond its lease, unless another process
  /// has taken it since.
  ///
  /// @return whether this process has it, in this epoch
  public boolean keep(Sql sql, String task, long epoch, Duration lease) {
    int kept =
        sql.update(
            "update owners set until = "
                + Sql.NOW
                + " + ? where task = ? and process = ? and epoch = ?",
            lease.toMillis(),
            task,
            process,
            epoch);
    return kept > 0;
  }

  /// Takes a task, or keeps it, for so long.
  ///
  /// @return the epoch; empty where another process has it
  public OptionalLong take(Sql sql, String task, Duration lease) {
    sql.update(
        "insert into owners (task, process, epoch, until) values (?, '', 0, 0) on conflict do nothing",
        task);
    List<Long> epochs =
        sql.query(
            "update owners set epoch = epoch + case when process = ? then 0 else 1 end, process = ?, until = "
                + Sql.NOW
                + " + ? where task = ? and (process = ? or until < "
                + Sql.NOW
                + ") returning epoch",
            row -> row.number("epoch"),
            process,
            process,
            lease.toMillis(),
            task,
            process);
    return epochs.stream().mapToLong(Long::longValue).findFirst();
  }

  /// The tasks that other processes have now, among those whose names begin so.
  ///
  /// @param prefix without the signs of patterns
  public Set<String> ofOthers(Sql sql, String prefix) {
    return Set.copyOf(
        sql.query(
            "select task from owners where task like ? and process <> ? and until >= " + Sql.NOW,
            row -> row.text("task"),
            prefix + "%",
            process));
  }

  /// Whether an epoch of this process holds, which then holds until the transaction ends.
  public boolean holds(Sql sql, String task, long epoch) {
    return sql.has(
        "select 1 from owners where task = ? and process = ? and epoch = ? for share",
        task,
        process,
        epoch);
  }

  /// Lets another process have a task of this process's at once.
  ///
  /// @param ended whether there will be no such task any more; else its next owner has a higher
  ///   epoch
  public void release(Sql sql, String task, boolean ended) {
    int _ =
        ended
            ? sql.update("delete from owners where task = ? and process = ?", task, process)
            : sql.update(
                "update owners set until = 0 where task = ? and process = ?", task, process);
  }
}
