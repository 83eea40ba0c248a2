package dev.sluice.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.OtherChanges.Done;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.List;
import java.util.Optional;

/// The batches of all teams, as operators see and end them. Safe for any thread; everything waits
/// for the store.
public final class BatchAdmin {
  private static final String CANCEL = "batch.cancel";

  private final BatchWork work;
  private final Accounts accounts;
  private final BatchScheduler scheduler;

  BatchAdmin(BatchWork work, Accounts accounts, BatchScheduler scheduler) {
    this.work = work;
    this.accounts = accounts;
    this.scheduler = scheduler;
  }

  /// Some batches, the newest first.
  public List<BatchWorkStatus> list(BatchQuery query) throws StoreException, InterruptedException {
    return accounts.read(sql -> WorkStatusTable.list(sql, query));
  }

  /// A batch; empty where there is none of this name, or another team's.
  ///
  /// @param team whose it must be; empty for anybody's
  public Optional<BatchWorkStatus> find(String team, String id)
      throws StoreException, InterruptedException {
    return BatchIds.is(id)
        ? accounts.read(sql -> WorkStatusTable.find(sql, team, id))
        : Optional.empty();
  }

  /// Ends a batch, whosever it is, which it does within seconds; one that ends already stays. The
  /// audit log tells it.
  ///
  /// @param actor who does it, for the audit log
  /// @return the batch; empty where there is none of this name
  public Optional<BatchWorkStatus> cancel(String actor, String id)
      throws BatchRefused, StoreException, InterruptedException {
    if (!BatchIds.is(id)) {
      return Optional.empty();
    }
    long now = work.clock().millis();
    Optional<BatchWorkStatus> cancelled =
        accounts.changes().others().make(actor, CANCEL, sql -> cancelled(sql, id, now));
    if (cancelled.isPresent()) {
      ApiBatches.checkCancelled(cancelled.get().batch());
      scheduler.cancel(id);
    }
    return cancelled;
  }

  private static Done<Optional<BatchWorkStatus>> cancelled(Sql sql, String id, long now) {
    Optional<BatchWorkStatus> before = WorkStatusTable.find(sql, "", id);
    if (before.isEmpty()) {
      return Done.nothing(before);
    }
    String team = before.get().batch().order().team();
    Optional<Batch> after =
        BatchTable.change(sql, team, id, one -> one.next(new BatchEvent.CancelAsked(), now));
    boolean changed = after.filter(batch -> !batch.equals(before.get().batch())).isPresent();
    Optional<BatchWorkStatus> found = WorkStatusTable.find(sql, team, id);
    return changed ? Done.of(found, id + " " + team) : Done.nothing(found);
  }
}
