package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Delegated;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.delegate.Deed;
import dev.sluice.batches.delegate.DelegateMachine;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.PartState;
import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.Stop;
import dev.sluice.call.runtime.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Does for one batch what its [DelegateMachine] says, until that says to wait: then the batch
/// leaves its place. Each state is in the batch's row before the provider is asked for what follows
/// from it. For one thread, which waits for the provider and the store.
final class DelegateRun {
  private static final Duration NO_ROOM = Duration.ofMinutes(2);
  private static final Duration NO_DISK = Duration.ofSeconds(15);
  private static final long MILLI = 1_000_000;

  /// The part of the window that is left for the lines that a provider has not run.
  private static final int LEFT = 12;

  private final BatchWork work;
  private final OwnedBatch owned;
  private final DelegateMachine machine;
  private final long windowEnd;
  private final BooleanSupplier cancelled;
  private final BooleanSupplier stopped;

  /// What the work has come to.
  sealed interface Result {
    /// Nothing is to be done until then, in nanoseconds.
    record Waits(long until, Pause why) implements Result {}

    /// It goes on with the lines and the log.
    record NeedsLines() implements Result {}

    /// Nothing more is expected of the provider.
    ///
    /// @param why [Ending#NONE] where lines without a result are called here
    record Ended(Ending why) implements Result {}

    /// The process stops.
    record Stopped() implements Result {}
  }

  /// The lines of a batch, and the log of their results.
  record Lines(Source source, ResultLog log) {}

  /// Why a batch is to come to its end, and what becomes of its lines then.
  private record Stopping(Stop stop, Ending ending) {}

  /// @param windowEnd in nanoseconds
  DelegateRun(
      BatchWork work,
      OwnedBatch owned,
      DelegateMachine machine,
      long windowEnd,
      BooleanSupplier cancelled,
      BooleanSupplier stopped) {
    this.work = work;
    this.owned = owned;
    this.machine = machine;
    this.windowEnd = windowEnd;
    this.cancelled = cancelled;
    this.stopped = stopped;
  }

  /// Goes on.
  ///
  /// @param lines null while they are not open
  /// @throws IOException if a line cannot be read, or a result not be kept
  Result go(@Nullable Lines lines)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Optional<RemoteBatches> remote = work.delegates().at(delegation().target());
    while (!stopped.getAsBoolean()) {
      owned.checkOwner();
      Stopping why = stopping();
      Deed next = machine.next(delegation(), why.stop(), work.clock().millis());
      if (next instanceof Deed.Take && !work.guard(owned.ownership()).hasRoom()) {
        return waits(NO_DISK.toMillis(), Pause.DISK);
      }
      if (lines == null && (next.needsLines() || next instanceof Deed.Over)) {
        return new Result.NeedsLines();
      }
      if (next instanceof Deed.Wait(long until)) {
        return waits(until - work.clock().millis(), Pause.NONE);
      }
      if (next instanceof Deed.Over || remote.isEmpty()) {
        return ended(why, lines);
      }
      if (next instanceof Deed.Upload && !hold()) {
        if (mode() == Mode.ALWAYS) {
          return waits(NO_ROOM.toMillis(), Pause.BUDGET);
        }
        save(Delegation.NONE);
        return new Result.Ended(Ending.NONE);
      }
      doIt(next, remote.get(), lines);
    }
    return new Result.Stopped();
  }

  private Result waits(long millis, Pause why) {
    return new Result.Waits(work.clock().nanos() + Math.max(0, millis) * MILLI, why);
  }

  private Mode mode() {
    return work.config().delegate().mode();
  }

  private boolean hold() throws KeyUnknownException {
    Delegation of = delegation();
    Batch batch = owned.now();
    return work.delegates().hold(batch.order(), batch.id(), of.worst(), of.hasBegun());
  }

  private Delegation delegation() {
    return owned.now().delegation();
  }

  private Stopping stopping() {
    long left = windowEnd - work.clock().nanos();
    if (left <= 0) {
      return new Stopping(Stop.LEAVE, Ending.EXPIRED);
    }
    if (cancelled.getAsBoolean() || owned.now().state() == BatchState.CANCELLING) {
      return new Stopping(Stop.END, Ending.CANCELLED);
    }
    Optional<Ending> key = work.delegates().ending(owned.now().order());
    if (key.isPresent()) {
      return new Stopping(Stop.END, key.get());
    }
    boolean late = left < work.config().window().toNanos() / LEFT;
    return late
        ? new Stopping(Stop.END, mode() == Mode.ALWAYS ? Ending.EXPIRED : Ending.NONE)
        : new Stopping(Stop.NONE, mode() == Mode.ALWAYS ? Ending.UNDELIVERED : Ending.NONE);
  }

  private Result ended(Stopping why, @Nullable Lines lines) {
    work.delegates().release(owned.now().id());
    boolean all = lines != null && lines.log().isComplete();
    return new Result.Ended(all ? Ending.DONE : why.ending());
  }

  private void save(Delegation next)
      throws StoreException, BatchLostException, InterruptedException {
    owned.change(new Delegated(next));
  }

  private void doIt(Deed deed, RemoteBatches remote, @Nullable Lines lines)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    switch (deed) {
      case Deed.Upload(int part) -> ask(part, remote, () -> upload(part, remote, open(lines)));
      case Deed.Create(int part) -> ask(part, remote, () -> create(part, remote, open(lines)));
      case Deed.Find(int part) -> ask(part, remote, () -> find(part, remote));
      case Deed.Poll(int part) -> ask(part, remote, () -> poll(part, remote));
      case Deed.Cancel(int part) -> cancel(part, remote);
      case Deed.Take(int part) -> ask(part, remote, () -> take(part, remote, open(lines)));
      case Deed.Drop(int part) -> drop(part, remote);
      case Deed.Wait _, Deed.Over _ -> {}
    }
  }

  private static Lines open(@Nullable Lines lines) {
    if (lines == null) {
      throw new IllegalStateException("the lines are not open");
    }
    return lines;
  }

  /// What is asked of a provider, and what the delegation is then.
  private interface Question {
    Delegation answer()
        throws RemoteFailure, IOException, StoreException, BatchLostException, InterruptedException;
  }

  private void ask(int part, RemoteBatches remote, Question question)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Delegation next;
    try {
      next = question.answer();
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
      next = machine.failed(delegation(), part, why, work.clock().millis());
      PartFiles.removeIfOver(next.parts().get(part), remote);
    }
    save(next);
  }

  private void tell(int part, String why) {
    Part of = delegation().parts().get(part);
    work.listener()
        .trouble(
            owned.now().id(),
            "lines %d to %d at %s: %s"
                .formatted(of.from() + 1, of.to(), delegation().target(), why));
  }

  private DelegatePlanner planner(Lines lines) {
    return new DelegatePlanner(
        work.delegates(), owned.now(), lines.source(), DelegatePlanner.USUAL);
  }

  private Delegation upload(int part, RemoteBatches remote, Lines lines)
      throws RemoteFailure, IOException, InterruptedException {
    Delegation of = delegation();
    Part sent = of.parts().get(part);
    try (Reservation _ = memory(sent, lines)) {
      byte[] file = file(sent, remote, lines);
      long now = work.clock().millis();
      return file.length == 0
          ? machine.over(of, part, now)
          : machine.uploaded(of, part, remote.upload(mark(sent) + ".jsonl", file), now);
    }
  }

  /// Sets memory aside for a part that is sent.
  private Reservation memory(Part part, Lines lines) throws RemoteFailure {
    long bytes = planner(lines).memory(part, lines.log());
    return work.caller().memory(bytes).orElseThrow(RemoteFailure::noMemory);
  }

  private byte[] file(Part part, RemoteBatches remote, Lines lines) throws IOException {
    return planner(lines).file(part, delegation().target(), remote, lines.log());
  }

  private String mark(Part part) {
    return part.mark(owned.now().id());
  }

  /// Asks for a batch once the row says so. Where this process ends before it knows the answer, the
  /// next one looks for the mark.
  private Delegation create(int part, RemoteBatches remote, Lines lines)
      throws RemoteFailure, IOException, StoreException, BatchLostException, InterruptedException {
    Part made = delegation().parts().get(part);
    try (Reservation _ = memory(made, lines)) {
      save(machine.creating(delegation(), part, work.clock().millis()));
      // One that was paused until another one has the batch asks for nothing any more.
      owned.checkOwner();
      return asked(part, remote, lines);
    }
  }

  private Delegation asked(int part, RemoteBatches remote, Lines lines)
      throws IOException, InterruptedException {
    Part made = delegation().parts().get(part);
    String endpoint = owned.now().order().endpoint();
    try {
      RemoteBatch batch =
          remote.create(made.file(), endpoint, mark(made), () -> file(made, remote, lines));
      return made(part, batch.id());
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
      Delegation next = machine.uncreated(delegation(), part, why, work.clock().millis());
      PartFiles.removeIfOver(next.parts().get(part), remote);
      return next;
    }
  }

  private Delegation made(int part, String remote) {
    Part of = delegation().parts().get(part);
    work.listener().delegated(owned.now(), delegation().target(), of.lines());
    return machine.created(delegation(), part, remote, work.clock().millis());
  }

  private Delegation find(int part, RemoteBatches remote)
      throws RemoteFailure, InterruptedException {
    Part sought = delegation().parts().get(part);
    Optional<RemoteBatch> found = remote.find(mark(sought), sought.lines(), sought.since());
    return found.isPresent()
        ? made(part, found.get().id())
        : machine.notFound(delegation(), part, stopping().stop(), work.clock().millis());
  }

  private Delegation poll(int part, RemoteBatches remote)
      throws RemoteFailure, InterruptedException {
    RemoteBatch told = remote.get(delegation().parts().get(part).remote());
    if (!told.why().isEmpty()) {
      tell(part, told.why());
    }
    return machine.polled(delegation(), part, told, work.clock().millis());
  }

  private void cancel(int part, RemoteBatches remote)
      throws StoreException, BatchLostException, InterruptedException {
    try {
      remote.cancel(delegation().parts().get(part).remote());
    } catch (RemoteFailure why) {
      // What has ended already cannot be cancelled, which its next state says.
      if (why.kind() != RemoteFailure.Kind.REFUSED) {
        save(machine.uncancelled(delegation(), part, work.clock().millis()));
        return;
      }
    }
    save(machine.cancelled(delegation(), part, work.clock().millis()));
  }

  private Delegation take(int part, RemoteBatches remote, Lines lines)
      throws RemoteFailure, IOException, InterruptedException {
    Delegation of = delegation();
    Part taken = of.parts().get(part);
    var what = new DelegatedResults.Taken(of.target(), taken, mode() != Mode.ALWAYS);
    var writer = new ResultWriter(lines.log(), work.guard(owned.ownership()));
    var results = new DelegatedResults(work, planner(lines), writer, what);
    // What a process before this one has taken over may not be paid for by a hold of this one.
    boolean _ = hold();
    for (String file : taken.results()) {
      remote.read(file, results::take);
    }
    results.end();
    PartFiles.remove(taken, remote);
    return machine.over(of, part, work.clock().millis());
  }

  private void drop(int part, RemoteBatches remote)
      throws StoreException, BatchLostException, InterruptedException {
    Part dropped = delegation().parts().get(part);
    try {
      String there = dropped.remote();
      if (dropped.state() == PartState.CREATING) {
        there =
            remote
                .find(mark(dropped), dropped.lines(), dropped.since())
                .map(RemoteBatch::id)
                .orElse("");
      }
      if (!there.isEmpty() && dropped.state() != PartState.ENDED) {
        remote.cancel(there);
      }
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
    }
    if (dropped.state() == PartState.UPLOADED) {
      PartFiles.remove(dropped, remote);
    }
    save(machine.over(delegation(), part, work.clock().millis()));
  }
}
