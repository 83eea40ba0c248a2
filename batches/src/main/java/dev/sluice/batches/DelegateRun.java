package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.DelegateActions.OpenLines;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.delegate.Action;
import dev.sluice.batches.delegate.DelegateMachine;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Does for one batch what its [DelegateMachine] says, until that says to wait: then the work on
/// the batch ends. What its lines may cost is set aside for as long as a provider has some of them.
/// For one thread, which waits for the provider and the store.
final class DelegateRun {
  private static final Duration NO_ROOM = Duration.ofMinutes(2);
  private static final Duration NO_DISK = Duration.ofSeconds(15);
  private static final long MILLI = 1_000_000;

  /// The part of the window that is left for the lines that a provider has not run.
  private static final int LEFT = 12;

  private final BatchWork work;
  private final OwnedBatch owned;
  private final DelegateMachine machine;
  private final DelegateActions actions;
  private final long windowEnd;
  private final BooleanSupplier cancelled;
  private final BooleanSupplier stopped;

  /// What the work has come to.
  sealed interface Result {
    /// Nothing is to be done until then, in nanoseconds.
    record Waits(long until, PauseReason why) implements Result {}

    /// It goes on with the lines and the log.
    record NeedsLines() implements Result {}

    /// Nothing more is expected of the provider.
    ///
    /// @param why [Ending#NONE] where lines without a result are called here
    record Ended(Ending why) implements Result {}

    /// The process stops.
    record Stopped() implements Result {}
  }

  /// Why a batch is to come to its end, and what becomes of its lines then.
  private record Stopping(Stop stop, Ending ending) {}

  /// @param windowEnd in nanoseconds
  DelegateRun(
      BatchWork work,
      OwnedBatch owned,
      DelegatedResults.Patience patience,
      long windowEnd,
      BooleanSupplier cancelled,
      BooleanSupplier stopped) {
    this.work = work;
    this.owned = owned;
    this.machine = work.machine();
    this.actions = new DelegateActions(work, owned, machine, patience);
    this.windowEnd = windowEnd;
    this.cancelled = cancelled;
    this.stopped = stopped;
  }

  /// Goes on.
  ///
  /// @param lines null while they are not open
  /// @throws IOException if a line cannot be read, or a result not be kept
  Result go(@Nullable OpenLines lines)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    setAside();
    Optional<RemoteBatches> remote = work.delegates().at(delegation().target());
    while (!stopped.getAsBoolean()) {
      owned.checkOwner();
      Stopping why = stopping(lines);
      noteEnd(why.stop());
      Action next = machine.next(delegation(), why.stop(), work.clock().millis());
      if (keeps(next, lines) && !work.guard(owned.ownership()).hasRoom()) {
        return waits(NO_DISK.toMillis(), PauseReason.DISK);
      }
      if (lines == null && (next.needsLines() || next instanceof Action.Over)) {
        return new Result.NeedsLines();
      }
      if (next instanceof Action.Wait(long until)) {
        return waits(until - work.clock().millis(), PauseReason.NONE);
      }
      if (next instanceof Action.Over || remote.isEmpty()) {
        return ended(why, lines);
      }
      if (next instanceof Action.Upload && !hold()) {
        if (mode() == Mode.ALWAYS) {
          return waits(NO_ROOM.toMillis(), PauseReason.BUDGET);
        }
        actions.save(Delegation.NONE);
        return new Result.Ended(Ending.NONE);
      }
      actions.doIt(next, remote.get(), lines, why.stop());
    }
    return new Result.Stopped();
  }

  /// Whether results come to the disk with an action; those of a batch that has come to its end are
  /// only paid for.
  private boolean keeps(Action next, @Nullable OpenLines lines) {
    return next instanceof Action.Take
        && !(lines instanceof OpenLines.Billed)
        && owned.now().ending() == Ending.NONE;
  }

  private Result waits(long millis, PauseReason why) {
    return new Result.Waits(work.clock().nanos() + Math.max(0, millis) * MILLI, why);
  }

  private Mode mode() {
    return work.config().delegate().mode();
  }

  /// Sets aside what the provider has already, room or not: this process may be another one than
  /// the one that has given it.
  void setAside() throws KeyUnknownException {
    if (delegation().hasBegun() && delegation().isUnderWay()) {
      boolean _ = hold();
    }
  }

  private boolean hold() throws KeyUnknownException {
    Delegation of = delegation();
    Batch batch = owned.now();
    return work.delegates().hold(batch.order(), batch.id(), of.worst(), of.hasBegun());
  }

  private Delegation delegation() {
    return owned.now().delegation();
  }

  private void noteEnd(Stop stop) throws StoreException, BatchLostException, InterruptedException {
    Delegation of = delegation();
    if (stop == Stop.LEAVE && of.left() == 0 && of.isUnderWay()) {
      actions.save(machine.left(of, work.clock().millis()));
    }
  }

  private Stopping stopping(@Nullable OpenLines lines) {
    long left = windowEnd - work.clock().nanos();
    Stop stop = left <= 0 ? Stop.LEAVE : Stop.END;
    Ending before = owned.now().ending();
    if (before != Ending.NONE || lines instanceof OpenLines.Billed) {
      return new Stopping(stop, before == Ending.NONE ? Ending.FAILED : before);
    }
    if (stop == Stop.LEAVE) {
      return new Stopping(stop, Ending.EXPIRED);
    }
    if (cancelled.getAsBoolean() || owned.now().state() == BatchState.CANCELLING) {
      return new Stopping(stop, Ending.CANCELLED);
    }
    Optional<Ending> key = work.delegates().ending(owned.now().order());
    if (key.isPresent()) {
      return new Stopping(stop, key.get());
    }
    boolean late = left < work.config().window().toNanos() / LEFT;
    return late
        ? new Stopping(stop, mode() == Mode.ALWAYS ? Ending.EXPIRED : Ending.NONE)
        : new Stopping(Stop.NONE, mode() == Mode.ALWAYS ? Ending.UNDELIVERED : Ending.NONE);
  }

  private Result ended(Stopping why, @Nullable OpenLines lines)
      throws StoreException, BatchLostException, InterruptedException {
    if (delegation().isUnderWay()) {
      actions.giveUp();
    }
    work.delegates().release(owned.now().id());
    boolean all = lines instanceof OpenLines.Kept(_, var log) && log.isComplete();
    return new Result.Ended(all ? Ending.DONE : why.ending());
  }
}
