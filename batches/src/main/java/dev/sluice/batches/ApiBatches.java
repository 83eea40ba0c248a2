package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchRefused.Reason;
import dev.sluice.batches.file.FileStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The batches that were made by one API. Those of another API are not found. Safe for any thread;
/// everything waits for the store.
public final class ApiBatches {
  private final ClientApi api;
  private final BatchWork work;
  private final BatchScheduler scheduler;

  ApiBatches(ClientApi api, BatchWork work, BatchScheduler scheduler) {
    this.api = api;
    this.work = work;
    this.scheduler = scheduler;
  }

  /// A team's batch; empty where there is none of this name, or another team's.
  public Optional<Batch> find(String team, String id) throws StoreException, InterruptedException {
    return BatchIds.is(id)
        ? work.rows().read(sql -> BatchTable.find(sql, team, id)).filter(this::isMine)
        : Optional.empty();
  }

  private boolean isMine(Batch batch) {
    return batch.order().api() == api;
  }

  /// Some of a team's batches, the newest first.
  ///
  /// @param after the id of the one behind which they stand; empty for the first ones
  public List<Batch> list(String team, String after, int most)
      throws BatchRefused, StoreException, InterruptedException {
    return list(team, new ApiBatchQuery(api, after, "", most));
  }

  /// Those of a team's batches that stand in front of one, the nearest of these, the newest first.
  ///
  /// @param before the id of that one
  public List<Batch> newer(String team, String before, int most)
      throws BatchRefused, StoreException, InterruptedException {
    return list(team, new ApiBatchQuery(api, "", before, most));
  }

  private List<Batch> list(String team, ApiBatchQuery query)
      throws BatchRefused, StoreException, InterruptedException {
    @Nullable Batch cursor = query.cursor().isEmpty() ? null : cursor(team, query);
    return work.rows().read(sql -> BatchTable.list(sql, team, query, cursor));
  }

  private Batch cursor(String team, ApiBatchQuery query)
      throws BatchRefused, StoreException, InterruptedException {
    return find(team, query.cursor())
        .orElseThrow(
            () ->
                new BatchRefused(
                    Reason.NO_CURSOR,
                    "there is no batch of the name in `%s`; list from the beginning"
                        .formatted(query.isNewer() ? "before" : "after")));
  }

  /// Ends a team's batch, which it does within seconds; one that ends already stays.
  ///
  /// @return the batch; empty where there is none of this name, or another team's
  public Optional<Batch> cancel(String team, String id)
      throws BatchRefused, StoreException, InterruptedException {
    if (find(team, id).isEmpty()) {
      return Optional.empty();
    }
    long now = work.clock().millis();
    Optional<Batch> batch =
        work.rows()
            .write(
                sql ->
                    BatchTable.change(
                        sql, team, id, one -> one.next(new BatchEvent.CancelAsked(), now)));
    if (batch.isPresent()) {
      checkCancelled(batch.get());
      scheduler.cancel(id);
    }
    return batch;
  }

  static void checkCancelled(Batch batch) throws BatchRefused {
    BatchState state = batch.state();
    if (state != BatchState.CANCELLING && state != BatchState.CANCELLED) {
      throw new BatchRefused(
          Reason.NOT_CANCELLABLE, "Cannot cancel a batch with status '" + state.word() + "'.");
    }
  }

  /// Removes a team's batch that has ended, and its results.
  ///
  /// @return the batch; empty where there is none of this name, or another team's
  /// @throws IOException if a file of results cannot be removed
  public Optional<Batch> delete(String team, String id)
      throws BatchRefused, StoreException, IOException, InterruptedException {
    Optional<Batch> found = find(team, id);
    if (found.isPresent()) {
      delete(team, found.get());
    }
    return found;
  }

  private void delete(String team, Batch batch)
      throws BatchRefused, StoreException, IOException, InterruptedException {
    if (!batch.state().isOver()) {
      throw new BatchRefused(
          Reason.NOT_ENDED, "%s has not ended: cancel it first".formatted(batch.id()));
    }
    FileStore files = work.files().store();
    var _ = files.delete(team, batch.results().output());
    var _ = files.delete(team, batch.results().errors());
    var _ =
        work.rows()
            .write(
                sql -> {
                  BatchTable.drop(sql, team, batch.id());
                  return true;
                });
    work.removeLog(batch.id());
  }
}
