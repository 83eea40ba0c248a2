package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Writes how far the lines of a batch are, once a second at most, and learns from the row whether
/// the batch was cancelled at another process. The thread does not wait for the store.
final class ProgressWriter {
  private static final Duration EACH = Duration.ofSeconds(1);

  private final BatchWork work;
  private final OwnedBatch owned;
  private final ResultLog log;
  private final Runnable cancelled;
  private @Nullable CompletableFuture<Optional<Batch>> writing;
  private long next;

  /// @param cancelled run where the batch was cancelled
  ProgressWriter(BatchWork work, OwnedBatch owned, ResultLog log, Runnable cancelled) {
    this.work = work;
    this.owned = owned;
    this.log = log;
    this.cancelled = cancelled;
    this.next = work.clock().nanos();
  }

  void look() throws BatchLostException {
    CompletableFuture<Optional<Batch>> last = writing;
    if (last != null && last.isDone()) {
      writing = null;
      take(last);
    }
    long now = work.clock().nanos();
    if (writing == null && now - next >= 0) {
      next = now + EACH.toNanos();
      // What the log says is read here: it is for this thread alone.
      writing = owned.begin(progress());
    }
  }

  private void take(CompletableFuture<Optional<Batch>> done) throws BatchLostException {
    if (done.isCompletedExceptionally()) {
      // The store is away: the results are in the log, and the lease says how long they may go on.
      return;
    }
    owned.take(done.join());
    if (owned.now().state() == BatchState.CANCELLING) {
      cancelled.run();
    }
  }

  /// Writes how far the lines are, and waits for that.
  void write() throws StoreException, BatchLostException, InterruptedException {
    owned.change(progress());
  }

  private BatchEvent progress() {
    return new Progress(log.counts(), log.used());
  }
}
