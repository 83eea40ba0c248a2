package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Written;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateActions.OpenLines;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.call.runtime.Bugs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The owner of one batch: takes it from where it is to its end, on a thread of its own. Whatever
/// ends it early, the process or another owner, the next one goes on from the log and the row. What
/// a provider runs is not waited for here: the work ends, and is begun again when there is
/// something to do, as a visit, which has no place of those that call lines. So a provider that
/// does not answer keeps no place.
final class BatchRunner implements Runnable {
  private static final long DISK_AGAIN = Duration.ofSeconds(1).toNanos();

  /// When a visit that something has kept from getting on is made again.
  private static final long VISIT_AGAIN = Duration.ofSeconds(30).toNanos();

  /// How long behind the end of the window a visit is tried again that nothing lets get on.
  private static final Duration VISITS_LAST = Duration.ofMinutes(10);

  private final BatchWork work;
  private final OwnedBatch owned;
  private final boolean visit;
  private final WakeUp wakeUp = new WakeUp();
  private final Runnable ended;
  private final PauseReporter pause;
  private final ErrorBackoff troubles;

  /// When the window ends, in nanoseconds.
  private final long windowEnd;

  private final InputCheck check;
  private final DelegateRun delegate;
  private final LinesRun lines;
  private volatile boolean cancelled;
  private volatile boolean stopped;

  /// The one that runs its lines; empty for the gateway.
  String provider() {
    String target = owned.now().delegation().target();
    int end = target.indexOf('/');
    return end < 0 ? target : target.substring(0, end);
  }

  /// Whether there are lines to be called here, for which this had no place.
  boolean needsPlace() {
    return needsPlace;
  }

  /// When there is something to do again, in nanoseconds; empty unless the work has ended to wait
  /// for a provider.
  private volatile OptionalLong waitsUntil = OptionalLong.empty();

  /// Whether a visit has left lines to be called here.
  private volatile boolean needsPlace;

  /// @param visit whether a provider may be asked; else lines may be called
  /// @param windowEnd when the window ends, in nanoseconds
  /// @param ended called when this has ended, on its thread
  BatchRunner(BatchWork work, Taken taken, boolean visit, long windowEnd, Runnable ended) {
    this.work = work;
    this.visit = visit;
    this.owned = new OwnedBatch(work, taken);
    this.ended = ended;
    this.pause = new PauseReporter(work, taken);
    this.troubles = owned.troubles();
    this.windowEnd = windowEnd;
    this.check = new InputCheck(work, owned, () -> stopped);
    this.delegate =
        new DelegateRun(work, owned, this::awaitDisk, windowEnd, () -> cancelled, () -> stopped);
    this.lines = new LinesRun(work, owned, pause, wakeUp, windowEnd);
  }

  /// When the window of the batch ends, in nanoseconds.
  long windowEnd() {
    return windowEnd;
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
  PauseReason pause() {
    return pause.told();
  }

  /// Ends the batch for its client, as its row says already. Any thread.
  void cancel() {
    cancelled = true;
    lines.cancel();
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
    lines.cut();
  }

  /// Calls no more lines. Any thread.
  void stop() {
    stopped = true;
    lines.stop();
    wakeUp.wake();
  }

  @Override
  public void run() {
    boolean over = false;
    try {
      while (!over && !stopped) {
        over = attempt();
      }
    } catch (BatchLostException others) {
      work.listener().trouble(owned.now().id(), "another process goes on with it");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug ended the work on " + owned.now().id(), bug);
    } finally {
      if (!over || waitsUntil.isEmpty()) {
        // The next visit sets aside again what a provider has of the batch.
        waitsUntil = OptionalLong.empty();
        work.delegates().release(owned.now().id());
      }
      ended.run();
    }
  }

  /// Whether a provider has lines, or results of them.
  private boolean isUnderWay() {
    return owned.now().delegation().isUnderWay();
  }

  /// Takes the batch as far as it goes.
  ///
  /// @return whether that is its end, or as far as this process takes it
  private boolean attempt() throws BatchLostException, InterruptedException {
    try {
      return tryOnce();
    } catch (StoreException away) {
      return endsAfter(away);
    } catch (IOException why) {
      if (stopped) {
        return true;
      }
      if (isWorthWaiting(why)) {
        pause.tell(owned.now(), why, troubles);
        return endsAfter(why);
      }
      return giveUp(String.valueOf(why.getMessage()));
    }
  }

  /// Whether what went wrong may be well later. What nobody knows is given the window, since a
  /// folder that is not mounted yet or a key that is wrong can be mended, and results that were
  /// paid for are at stake.
  private boolean isWorthWaiting(IOException why) {
    boolean inTime = work.clock().nanos() - windowEnd < 0 || !isLasting();
    return BatchWork.isPassing(why) || (inTime && !BatchWork.isFinal(why));
  }

  private boolean isLasting() {
    long left = owned.now().delegation().left();
    return visit
        ? left > 0 && work.clock().millis() - left > VISITS_LAST.toMillis()
        : troubles.areMany();
  }

  private boolean tryOnce()
      throws IOException, StoreException, BatchLostException, InterruptedException {
    if (troubles.any()) {
      owned.readAnew();
    }
    waitsUntil = OptionalLong.empty();
    Batch batch = owned.now();
    if (batch.state().isOver() || leavesToVisit()) {
      return true;
    }
    if (isDelegated() && isWaiting(delegate.go(null))) {
      return true;
    }
    try (BatchInputs.Opened input = work.inputs().open(batch)) {
      return go(input);
    }
  }

  /// Whether a provider runs lines, or has, and none is called here for that.
  private boolean isDelegated() {
    Batch batch = owned.now();
    boolean delegated =
        batch.ending() == Ending.NONE && !batch.delegation().equals(Delegation.NONE);
    return delegated || isUnderWay();
  }

  /// Whether the work ends since what is done next asks a provider, which a visit does.
  private boolean leavesToVisit() throws KeyUnknownException {
    boolean leaves = !visit && isUnderWay();
    if (leaves) {
      delegate.setAside();
      waitsUntil = OptionalLong.of(work.clock().nanos());
    }
    return leaves;
  }

  private boolean isWaiting(DelegateRun.Result result) {
    if (result instanceof DelegateRun.Result.Waits(long until, PauseReason why)) {
      pause.tell(owned.now(), why, until);
      waitsUntil = OptionalLong.of(until);
    }
    return result instanceof DelegateRun.Result.Waits
        || result instanceof DelegateRun.Result.Stopped;
  }

  /// Waits before what went wrong is tried again. A visit does not, so that it keeps no other one
  /// from being made.
  ///
  /// @return whether the work ends for that
  private boolean endsAfter(Exception why) throws InterruptedException, BatchLostException {
    work.listener().trouble(owned.now().id(), String.valueOf(why.getMessage()));
    if (visit) {
      waitsUntil = OptionalLong.of(work.clock().nanos() + VISIT_AGAIN);
    } else {
      wakeUp.await(troubles.next(), work.clock()::nanos);
    }
    owned.checkOwner();
    return visit;
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
      if (leavesToVisit() || (isDelegated() && isWaiting(delegated(source, log)))) {
        return true;
      }
      needsPlace = visit && owned.now().ending() == Ending.NONE;
      if (needsPlace) {
        return true;
      }
      if (owned.now().ending() != Ending.NONE || lines.call(source, log)) {
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
    DelegateRun.Result result =
        owned.now().ending() == Ending.NONE
            ? kept(source, log)
            : delegate.go(new OpenLines.Billed(source, log));
    owned.change(new Progress(log.counts(), log.used()));
    if (result instanceof DelegateRun.Result.Ended(Ending why) && why != Ending.NONE) {
      owned.change(new LinesEnded(why));
    }
    return result;
  }

  /// Goes on with what a provider runs, as long as results can be kept.
  private DelegateRun.Result kept(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    try {
      return delegate.go(new OpenLines.Kept(source, log));
    } catch (IOException why) {
      if (!log.isBroken()) {
        throw why;
      }
      owned.change(LinesRun.unkept(String.valueOf(why.getMessage())));
      return delegate.go(new OpenLines.Billed(source, log));
    }
  }

  /// Waits before a disk is tried again that results of a provider are kept on.
  private void awaitDisk(PauseReason why, String reason) throws IOException, InterruptedException {
    if (stopped) {
      throw new IOException(reason);
    }
    if (pause.told() != why) {
      work.listener().trouble(owned.now().id(), reason);
    }
    pause.tell(owned.now(), why, work.clock().nanos() + DISK_AGAIN);
    wakeUp.await(DISK_AGAIN, work.clock()::nanos);
  }

  private void finish(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    pause.tell(owned.now(), PauseReason.NONE, 0);
    owned.checkOwner();
    owned.took(work.finisher(owned.ownership()).finish(owned.now(), source, log));
    owned.change(new Written(Finisher.counts(log), log.used()));
  }

  /// Gives the batch up, whose lines or results cannot be read. What a provider has done of it is
  /// paid for first.
  ///
  /// @return whether that is as far as this process takes it
  private boolean giveUp(String why) throws BatchLostException, InterruptedException {
    boolean over = false;
    while (!over && !stopped) {
      try {
        if (!leavesToVisit() && !(isUnderWay() && isWaiting(bill()))) {
          owned.change(new Broken(List.of(new LineError("batch_failed", 0, "", why))));
        }
        over = true;
      } catch (StoreException | IOException away) {
        over = endsAfter(away);
      }
    }
    return true;
  }

  private DelegateRun.Result bill()
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Batch batch = owned.now();
    int count = batch.results().counts().total();
    try (ResultLog log = work.log(batch, owned.ownership().epoch(), count)) {
      return delegate.go(new OpenLines.Billed(null, log));
    } catch (IOException noLog) {
      if (BatchWork.isPassing(noLog)) {
        throw noLog;
      }
      return delegate.go(new OpenLines.Billed(null, null));
    }
  }
}
