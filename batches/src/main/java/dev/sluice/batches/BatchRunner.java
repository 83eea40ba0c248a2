package dev.sluice.batches;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Unkept;
import dev.sluice.batches.BatchEvent.Validated;
import dev.sluice.batches.BatchEvent.Written;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.BatchRun.Step;
import dev.sluice.call.runtime.Bugs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The owner of one batch: takes it from where it is to its end, on a thread of its own. Whatever
/// ends it early, the process or another owner, the next one goes on from the log and the row.
final class BatchRunner implements Runnable {
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private final BatchWork work;
  private final Ownership ownership;
  private final WakeUp wakeUp = new WakeUp();
  private final Runnable ended;

  /// Written by its thread.
  private volatile Batch batch;

  private final PauseTeller pause;
  private final Troubles troubles = new Troubles();

  /// When the window ends, in nanoseconds.
  private final long windowEnd;

  /// The run of the lines, while there is one.
  private volatile @Nullable BatchRun run;

  private volatile boolean cancelled;
  private volatile boolean stopped;

  /// The batch is another owner's now.
  private static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    LostException() {
      super("another process has the batch", null, false, false);
    }
  }

  /// @param ended called when this has ended, on its thread
  BatchRunner(BatchWork work, Taken taken, Runnable ended) {
    this.work = work;
    this.batch = taken.batch();
    this.ownership = taken.ownership();
    this.ended = ended;
    this.pause = new PauseTeller(work, taken);
    this.windowEnd = work.expires(batch);
  }

  Ownership ownership() {
    return ownership;
  }

  /// Why no lines are called now.
  Pause pause() {
    return pause.told();
  }

  /// Ends the batch for its client, as its row says already. Any thread.
  void cancel() {
    cancelled = true;
    BatchRun lines = run;
    if (lines != null) {
      lines.cancel();
    }
  }

  /// Whether its lines are calls of one of these keys.
  boolean isOf(Set<String> keys) {
    return keys.contains(batch.order().key());
  }

  /// Ends the batch with its calls under way, since its key was revoked so. Any thread.
  void cut() {
    BatchRun lines = run;
    if (lines != null) {
      lines.cut();
    }
  }

  /// Calls no more lines. Any thread.
  void stop() {
    stopped = true;
    BatchRun lines = run;
    if (lines != null) {
      lines.stop();
    }
    wakeUp.wake();
  }

  @Override
  public void run() {
    try {
      boolean over = false;
      while (!over && !stopped) {
        over = attempt();
      }
    } catch (LostException lost) {
      work.listener().trouble(batch.id(), "another process goes on with it");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug ended the work on " + batch.id(), bug);
    } finally {
      ended.run();
    }
  }

  /// Takes the batch as far as it goes.
  ///
  /// @return whether that is its end, or as far as this process takes it
  private boolean attempt() throws LostException, InterruptedException {
    try {
      return tryOnce();
    } catch (StoreException away) {
      waitAfter(away);
    } catch (IOException why) {
      if (stopped) {
        return true;
      }
      if (isWorthWaiting(why)) {
        pause.tell(batch, why, troubles);
        waitAfter(why);
      } else {
        fail(String.valueOf(why.getMessage()));
        return true;
      }
    }
    return false;
  }

  /// Whether what went wrong may be well later. What nobody knows is given the window, since a
  /// folder that is not mounted yet or a key that is wrong can be mended, and results that were
  /// paid for are at stake.
  private boolean isWorthWaiting(IOException why) {
    boolean inTime = work.clock().nanos() - windowEnd < 0 || !troubles.areMany();
    return BatchWork.isPassing(why) || (inTime && !BatchWork.isFinal(why));
  }

  private boolean tryOnce()
      throws IOException, StoreException, LostException, InterruptedException {
    if (troubles.any()) {
      batch = readAnew();
    }
    if (batch.state().isOver()) {
      return true;
    }
    try (BatchInputs.Opened input = work.inputs().open(batch)) {
      return go(input);
    }
  }

  /// The batch as its row says: what had failed for this owner may have been done, such as the
  /// first of two files, or a change that the store was late with.
  private Batch readAnew() throws StoreException, LostException, InterruptedException {
    return work.rows()
        .write(sql -> BatchTable.change(sql, batch.id(), ownership.epoch(), one -> one))
        .orElseThrow(LostException::new);
  }

  private void waitAfter(Exception why) throws InterruptedException, LostException {
    work.listener().trouble(batch.id(), String.valueOf(why.getMessage()));
    wakeUp.await(troubles.next(), work.clock()::nanos);
    checkOwner();
  }

  private void checkOwner() throws LostException {
    if (!ownership.holds(work.clock().nanos())) {
      throw new LostException();
    }
  }

  private boolean go(BatchInput input)
      throws IOException, StoreException, LostException, InterruptedException {
    LineIndex index = index(input);
    if (index == null) {
      return true;
    }
    var source = new Source(input, index);
    try (ResultLog log = work.log(batch, ownership.epoch(), index.count())) {
      if (batch.ending() != Ending.NONE || call(source, log)) {
        finish(source, log);
      }
    }
    if (batch.state().isOver()) {
      work.removeLog(batch.id());
    }
    return true;
  }

  private void finish(Source source, ResultLog log)
      throws IOException, StoreException, LostException, InterruptedException {
    pause.tell(batch, Pause.NONE, 0);
    checkOwner();
    batch = work.finisher(ownership).finish(batch, source, log);
    change(new Written(Finisher.counts(log), log.used()));
  }

  /// The lines of the input, which is validated if that was not done before.
  ///
  /// @return null where it is wrong
  private @Nullable LineIndex index(BatchInput input)
      throws IOException, StoreException, LostException, InterruptedException {
    if (batch.results().counts().total() > 0) {
      return Lines.index(input);
    }
    Lines.Checked checked = Lines.check(input, work.rules(batch.order()));
    if (checked.errors().isEmpty()) {
      change(new Validated(checked.index().count()));
      return checked.index();
    }
    change(new Broken(checked.errors()));
    return null;
  }

  private void fail(String why) throws LostException, InterruptedException {
    boolean told = false;
    while (!told && !stopped) {
      try {
        change(new Broken(List.of(new LineError("batch_failed", 0, "", why))));
        told = true;
      } catch (StoreException away) {
        waitAfter(away);
      }
    }
  }

  /// Calls the lines.
  ///
  /// @return whether they have ended, so that the files can be written
  private boolean call(Source source, ResultLog log)
      throws IOException, StoreException, LostException, InterruptedException {
    var lines = new BatchRun(batch, source, log, work.parts(ownership), windowEnd, wakeUp::wake);
    run = lines;
    if (cancelled) {
      lines.cancel();
    }
    if (stopped) {
      lines.stop();
    }
    try {
      return called(lines, log);
    } finally {
      run = null;
      lines.close();
    }
  }

  private boolean called(BatchRun lines, ResultLog log)
      throws IOException, StoreException, LostException, InterruptedException {
    var progress = new ProgressWriter(lines, log);
    while (true) {
      checkOwner();
      switch (lines.step(work.clock().nanos())) {
        case Step.Wait(long until) -> {
          progress.look();
          pause.tell(batch, lines.pause(), lines.pausedUntil());
          long now = work.clock().nanos();
          wakeUp.await(Math.min(until - now, LOOK_EACH.toNanos()), work.clock()::nanos);
        }
        case Step.Ended(Ending why) -> {
          change(new LinesEnded(why));
          return true;
        }
        case Step.Stopped() -> {
          progress.write();
          return false;
        }
        case Step.Failed failed -> {
          if (stopped) {
            return false;
          }
          if (!log.isBroken()) {
            throw failed.cause();
          }
          change(new Unkept(List.of(new LineError("results_not_kept", 0, "", failed.why()))));
          return true;
        }
      }
    }
  }

  private void change(BatchEvent event) throws StoreException, LostException, InterruptedException {
    Batch before = batch;
    long now = work.clock().millis();
    batch = work.rows().write(sql -> changed(sql, event, now)).orElseThrow(LostException::new);
    troubles.end();
    if (batch.state() != before.state()) {
      work.listener().changed(batch);
    }
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

  /// Writes how far the lines are, once a second at most, and learns from the row whether the batch
  /// was cancelled at another process. The thread does not wait for the store.
  private final class ProgressWriter {
    private final BatchRun lines;
    private final ResultLog log;
    private @Nullable CompletableFuture<Optional<Batch>> writing;
    private long next = work.clock().nanos();

    ProgressWriter(BatchRun lines, ResultLog log) {
      this.lines = lines;
      this.log = log;
    }

    void look() throws LostException {
      CompletableFuture<Optional<Batch>> last = writing;
      if (last != null && last.isDone()) {
        writing = null;
        take(last);
      }
      long now = work.clock().nanos();
      if (writing == null && now - next >= 0) {
        next = now + LOOK_EACH.toNanos();
        writing = work.rows().begin(this::progress);
      }
    }

    private void take(CompletableFuture<Optional<Batch>> done) throws LostException {
      if (done.isCompletedExceptionally()) {
        // The store is away: the results are in the log, and the lease says how long they may go
        // on.
        return;
      }
      batch = done.join().orElseThrow(LostException::new);
      if (batch.state() == BatchState.CANCELLING) {
        lines.cancel();
      }
    }

    /// Writes how far the lines are, and waits for that.
    void write() throws StoreException, InterruptedException {
      var _ = work.rows().write(this::progress);
    }

    private Optional<Batch> progress(Sql sql) {
      return changed(sql, new Progress(log.counts(), log.used()), work.clock().millis());
    }
  }
}
