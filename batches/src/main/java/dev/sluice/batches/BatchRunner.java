package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Unkept;
import dev.sluice.batches.BatchEvent.Written;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.BatchRun.Step;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.call.runtime.Bugs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The owner of one batch: takes it from where it is to its end, on a thread of its own. Whatever
/// ends it early, the process or another owner, the next one goes on from the log and the row. What
/// a provider runs is not waited for here: the work ends, and is begun again when there is
/// something to do.
final class BatchRunner implements Runnable {
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private final BatchWork work;
  private final OwnedBatch owned;
  private final WakeUp wakeUp = new WakeUp();
  private final Runnable ended;
  private final PauseTeller pause;
  private final Troubles troubles;

  /// When the window ends, in nanoseconds.
  private final long windowEnd;

  private final InputCheck check;
  private final DelegateRun delegate;

  /// The run of the lines, while there is one.
  private volatile @Nullable BatchRun run;

  private volatile boolean cancelled;
  private volatile boolean stopped;

  /// When there is something to do again, in nanoseconds; empty unless the work has ended to wait
  /// for a provider.
  private volatile OptionalLong waitsUntil = OptionalLong.empty();

  /// @param ended called when this has ended, on its thread
  BatchRunner(BatchWork work, Taken taken, Runnable ended) {
    this.work = work;
    this.owned = new OwnedBatch(work, taken);
    this.ended = ended;
    this.pause = new PauseTeller(work, taken);
    this.troubles = owned.troubles();
    this.windowEnd = work.expires(taken.batch());
    this.check = new InputCheck(work, owned, () -> stopped);
    this.delegate =
        new DelegateRun(work, owned, work.machine(), windowEnd, () -> cancelled, () -> stopped);
  }

  Ownership ownership() {
    return owned.ownership();
  }

  /// The key whose calls its lines are.
  String key() {
    return owned.now().order().key();
  }

  /// When there is something to do again, in nanoseconds; empty unless the work has ended to wait
  /// for a provider.
  OptionalLong waitsUntil() {
    return waitsUntil;
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

  /// Whether its client has ended it here.
  boolean isCancelled() {
    return cancelled;
  }

  /// Whether its lines are calls of one of these keys.
  boolean isOf(Set<String> keys) {
    return keys.contains(key());
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
    boolean lost = false;
    try {
      boolean over = false;
      while (!over && !stopped) {
        over = attempt();
      }
    } catch (BatchLostException others) {
      lost = true;
      work.listener().trouble(owned.now().id(), "another process goes on with it");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug ended the work on " + owned.now().id(), bug);
    } finally {
      if (lost || !isUnderWay()) {
        work.delegates().release(owned.now().id());
      }
      ended.run();
    }
  }

  /// Whether a provider has lines, for which money is set aside.
  private boolean isUnderWay() {
    Batch batch = owned.now();
    return !batch.state().isOver() && batch.delegation().isUnderWay();
  }

  /// Takes the batch as far as it goes.
  ///
  /// @return whether that is its end, or as far as this process takes it
  private boolean attempt() throws BatchLostException, InterruptedException {
    try {
      return tryOnce();
    } catch (StoreException away) {
      waitAfter(away);
    } catch (IOException why) {
      if (stopped) {
        return true;
      }
      if (isWorthWaiting(why)) {
        pause.tell(owned.now(), why, troubles);
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
      throws IOException, StoreException, BatchLostException, InterruptedException {
    if (troubles.any()) {
      owned.readAnew();
    }
    Batch batch = owned.now();
    if (batch.state().isOver() || (isDelegated() && isWaiting(delegate.go(null)))) {
      return true;
    }
    try (BatchInputs.Opened input = work.inputs().open(batch)) {
      return go(input);
    }
  }

  /// Whether a provider runs lines, or has, and none is called here for that.
  private boolean isDelegated() {
    Batch batch = owned.now();
    return batch.ending() == Ending.NONE && !batch.delegation().equals(Delegation.NONE);
  }

  private boolean isWaiting(DelegateRun.Result result) {
    if (result instanceof DelegateRun.Result.Waits(long until, Pause why)) {
      pause.tell(owned.now(), why, until);
      waitsUntil = OptionalLong.of(until);
    }
    return result instanceof DelegateRun.Result.Waits
        || result instanceof DelegateRun.Result.Stopped;
  }

  private void waitAfter(Exception why) throws InterruptedException, BatchLostException {
    work.listener().trouble(owned.now().id(), String.valueOf(why.getMessage()));
    wakeUp.await(troubles.next(), work.clock()::nanos);
    owned.checkOwner();
  }

  private boolean go(BatchInput input)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    LineIndex index = check.index(input);
    if (index == null) {
      return true;
    }
    var source = new Source(input, index);
    String id = owned.now().id();
    try (ResultLog log = work.log(owned.now(), owned.ownership().epoch(), index.count())) {
      check.offer(source, log);
      if (isDelegated() && isWaiting(delegated(source, log))) {
        return true;
      }
      if (owned.now().ending() != Ending.NONE || call(source, log)) {
        finish(source, log);
      }
    }
    if (owned.now().state().isOver()) {
      work.removeLog(id);
    }
    return true;
  }

  /// Goes on with what a provider runs; where that is over, either all lines have ended, or those
  /// that are left are called here.
  private DelegateRun.Result delegated(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    DelegateRun.Result result;
    try {
      result = delegate.go(new DelegateRun.Lines(source, log));
    } catch (IOException why) {
      if (!log.isBroken()) {
        throw why;
      }
      owned.change(unkept(String.valueOf(why.getMessage())));
      return new DelegateRun.Result.Ended(Ending.FAILED);
    }
    owned.change(new Progress(log.counts(), log.used()));
    if (result instanceof DelegateRun.Result.Ended(Ending why) && why != Ending.NONE) {
      owned.change(new LinesEnded(why));
    }
    return result;
  }

  private static Unkept unkept(String why) {
    return new Unkept(List.of(new LineError("results_not_kept", 0, "", why)));
  }

  private void finish(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    pause.tell(owned.now(), Pause.NONE, 0);
    owned.checkOwner();
    owned.took(work.finisher(owned.ownership()).finish(owned.now(), source, log));
    owned.change(new Written(Finisher.counts(log), log.used()));
  }

  private void fail(String why) throws BatchLostException, InterruptedException {
    boolean told = false;
    while (!told && !stopped) {
      try {
        owned.change(new Broken(List.of(new LineError("batch_failed", 0, "", why))));
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
      throws IOException, StoreException, BatchLostException, InterruptedException {
    var parts = work.parts(owned.ownership());
    var lines = new BatchRun(owned.now(), source, log, parts, windowEnd, wakeUp::wake);
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
      throws IOException, StoreException, BatchLostException, InterruptedException {
    var progress = new ProgressWriter(work, owned, log, lines::cancel);
    while (true) {
      owned.checkOwner();
      switch (lines.step(work.clock().nanos())) {
        case Step.Wait(long until) -> {
          progress.look();
          pause.tell(owned.now(), lines.pause(), lines.pausedUntil());
          long now = work.clock().nanos();
          wakeUp.await(Math.min(until - now, LOOK_EACH.toNanos()), work.clock()::nanos);
        }
        case Step.Ended(Ending why) -> {
          owned.change(new LinesEnded(why));
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
          owned.change(unkept(failed.why()));
          return true;
        }
      }
    }
  }
}
