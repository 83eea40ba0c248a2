package dev.sluice.batches;

import dev.sluice.accounts.store.Owners;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Makes this process the owner of batches. With PostgreSQL an owner has a lease (Gray and
/// Cheriton, 1989), which it lengthens three times in its length, by the database's clock; the time
/// on its own clock is taken before it asks, so that it gives up first. With SQLite the store and
/// the folder of files are this process's alone, and a lease never ends. In both the row of a batch
/// has the epoch of its last owner, without which nothing of it changes.
///
/// @param owners this process among others
record BatchOwners(BatchRows rows, Owners owners, Clock clock) {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final String TASK = "batch/";

  /// A batch that is this process's.
  record Taken(Batch batch, Ownership ownership) {}

  /// Takes a batch.
  ///
  /// @return empty where another process has it, or it has ended
  Optional<Taken> take(BatchTable.Open open) throws StoreException, InterruptedException {
    long before = clock.nanos();
    return rows.write(
        sql -> sql.isPostgres() ? takeLease(sql, open, before) : takeForGood(sql, open));
  }

  private Optional<Taken> takeLease(Sql sql, BatchTable.Open open, long before) {
    OptionalLong epoch = owners.take(sql, task(open.id()), LEASE);
    return epoch.isEmpty()
        ? Optional.empty()
        : take(sql, open, new Ownership(epoch.getAsLong(), before + LEASE.toNanos()));
  }

  private static Optional<Taken> takeForGood(Sql sql, BatchTable.Open open) {
    return take(sql, open, Ownership.forever(open.epoch() + 1));
  }

  private static Optional<Taken> take(Sql sql, BatchTable.Open open, Ownership ownership) {
    return BatchTable.take(sql, open.id(), ownership.epoch())
        .map(batch -> new Taken(batch, ownership));
  }

  /// Takes a batch that is this process's already, whose work rests.
  ///
  /// @return empty where it is not any more, or has ended
  Optional<Taken> again(String id, Ownership ownership)
      throws StoreException, InterruptedException {
    return rows.write(
        sql ->
            BatchTable.take(sql, id, ownership.epoch()).map(batch -> new Taken(batch, ownership)));
  }

  /// Those of some batches that no other process works on.
  List<BatchTable.Open> free(Sql sql, List<BatchTable.Open> open) {
    if (!sql.isPostgres()) {
      return open;
    }
    Set<String> taken = owners.ofOthers(sql, TASK);
    return open.stream().filter(one -> !taken.contains(task(one.id()))).toList();
  }

  private static String task(String id) {
    return TASK + id;
  }

  /// Lengthens the leases of batches that this process has.
  void keep(Map<String, Ownership> held) throws StoreException, InterruptedException {
    if (held.values().stream().anyMatch(Ownership::isLeased)) {
      long before = clock.nanos();
      var _ =
          rows.lease(
              sql -> {
                held.forEach((id, ownership) -> keep(sql, id, ownership, before));
                return true;
              });
    }
  }

  private void keep(Sql sql, String id, Ownership ownership, long before) {
    if (owners.keep(sql, task(id), ownership.epoch(), LEASE)) {
      ownership.extend(before + LEASE.toNanos());
    } else {
      ownership.lose(before);
    }
  }

  /// Lets others have batches that this process has done with. A part of a transaction.
  ///
  /// @param ended whether nobody will want them any more
  void release(Sql sql, List<String> ids, boolean ended) {
    if (sql.isPostgres()) {
      for (String id : ids) {
        owners.release(sql, task(id), ended);
      }
    }
  }
}
