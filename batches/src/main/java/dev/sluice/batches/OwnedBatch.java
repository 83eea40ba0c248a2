package dev.sluice.batches;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A batch as its owner changes it: each change is in its row before it counts here. Changed by one
/// thread, read by any.
final class OwnedBatch {
  private final BatchWork work;
  private final Ownership ownership;
  private final ErrorBackoff troubles = new ErrorBackoff();
  private volatile Batch batch;

  OwnedBatch(BatchWork work, BatchOwners.Taken taken) {
    this.work = work;
    this.ownership = taken.ownership();
    this.batch = taken.batch();
  }

  /// The batch as it is now.
  Batch now() {
    return batch;
  }

  Ownership ownership() {
    return ownership;
  }

  /// What went wrong since the last change.
  ErrorBackoff troubles() {
    return troubles;
  }

  void checkOwner() throws BatchLostException {
    if (!ownership.holds(work.clock().nanos())) {
      throw new BatchLostException();
    }
  }

  /// Reads the row: what had failed for this owner may have been done, such as the first of two
  /// files, or a change that the store was late with.
  void readAnew() throws StoreException, BatchLostException, InterruptedException {
    batch =
        work.rows()
            .write(sql -> BatchTable.change(sql, batch.id(), ownership.epoch(), one -> one))
            .orElseThrow(BatchLostException::new);
  }

  /// Lets something happen to the batch.
  void change(BatchEvent event) throws StoreException, BatchLostException, InterruptedException {
    Batch before = batch;
    long now = work.clock().millis();
    take(work.rows().write(sql -> changed(sql, event, now)));
    troubles.end();
    if (batch.state() != before.state()) {
      work.listener().changed(batch);
    }
  }

  /// Begins to let something happen to the batch, which counts once [#take] has been told.
  CompletableFuture<Optional<Batch>> begin(BatchEvent event) {
    long now = work.clock().millis();
    return work.rows().begin(sql -> changed(sql, event, now));
  }

  /// Takes what a change has come to.
  void take(Optional<Batch> changed) throws BatchLostException {
    batch = changed.orElseThrow(BatchLostException::new);
  }

  /// Takes the batch with a file of results, which its row has already.
  void took(Batch with) {
    batch = with;
  }

  /// The batch once its row says that something has happened; its input is let go with its end.
  private Optional<Batch> changed(Sql sql, BatchEvent event, long now) {
    Optional<Batch> next =
        BatchTable.change(sql, batch.id(), ownership.epoch(), one -> one.next(event, now));
    if (next.isPresent() && next.get().state().isOver()) {
      work.release(sql, batch.id(), true);
    }
    return next;
  }
}
