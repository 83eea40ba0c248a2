package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Delegated;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.delegate.Action;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is done at a provider for one batch. Each state is in the batch's row before the provider
/// is asked for what follows from it. For one thread, which waits for the provider and the store.
final class DelegateActions {
  private final BatchWork work;
  private final OwnedBatch owned;
  private final DelegateMachine machine;
  private final DelegatedResults.Patience patience;

  /// The lines of a batch, and the log of their results.
  sealed interface OpenLines {
    /// Results are kept.
    record Kept(Source source, ResultLog log) implements OpenLines {}

    /// No more results can be kept: they are paid for.
    ///
    /// @param source null where the lines cannot be read
    /// @param log null where it cannot be read
    record Billed(@Nullable Source source, @Nullable ResultLog log) implements OpenLines {}
  }

  /// @param patience waits for the disk that results are kept on
  DelegateActions(
      BatchWork work,
      OwnedBatch owned,
      DelegateMachine machine,
      DelegatedResults.Patience patience) {
    this.work = work;
    this.owned = owned;
    this.machine = machine;
    this.patience = patience;
  }

  Delegation delegation() {
    return owned.now().delegation();
  }

  /// Notes what has become of the delegation. What is set aside for parts that are over is given
  /// back.
  void save(Delegation next) throws StoreException, BatchLostException, InterruptedException {
    save(next, () -> {});
  }

  /// @param then done once it is noted, before anything is given back
  private void save(Delegation next, Runnable then)
      throws StoreException, BatchLostException, InterruptedException {
    long before = delegation().worst();
    owned.change(new Delegated(next));
    then.run();
    if (next.worst() != before) {
      work.delegates().keep(owned.now().id(), next.worst());
    }
  }

  /// Does something.
  ///
  /// @param stop whether the batch is to come to its end
  /// @param lines null where they are not needed
  void doIt(Action action, RemoteBatches remote, @Nullable OpenLines lines, Stop stop)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    switch (action) {
      case Action.Upload(int part) -> ask(part, remote, () -> upload(part, remote, open(lines)));
      case Action.Create(int part) -> ask(part, remote, () -> create(part, remote, open(lines)));
      case Action.Find(int part) -> ask(part, remote, () -> find(part, remote, stop));
      case Action.Poll(int part) -> ask(part, remote, () -> poll(part, remote));
      case Action.Cancel(int part) -> cancel(part, remote);
      case Action.Take(int part) -> take(part, remote, lines);
      case Action.Drop(int part) -> drop(part, remote);
      case Action.Wait _, Action.Over _ -> {}
    }
  }

  private static OpenLines.Kept open(@Nullable OpenLines lines) {
    if (lines instanceof OpenLines.Kept there) {
      return there;
    }
    throw new IllegalStateException("the lines are not open");
  }

  /// Gives up all parts, since their provider cannot be asked any more.
  void giveUp() throws StoreException, BatchLostException, InterruptedException {
    Delegation next = delegation();
    for (int part = 0; part < next.parts().size(); part++) {
      Part of = next.parts().get(part);
      if (!of.isOver()) {
        if (of.state() != PartState.PLANNED) {
          tell(part, "its provider is not configured any more: what it has is left there unpaid");
        }
        next = machine.over(next, part, work.clock().millis());
      }
    }
    save(next);
  }

  /// What is asked of a provider, and what the delegation is then.
  private interface Question {
    Delegation answer()
        throws RemoteFailure, IOException, StoreException, BatchLostException, InterruptedException;
  }

  private void ask(int part, RemoteBatches remote, Question question)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Delegation next = answer(part, question);
    removeIfOver(part, next, remote);
    save(next);
  }

  private Delegation answer(int part, Question question)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    try {
      return question.answer();
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
      return machine.failed(delegation(), part, why, work.clock().millis());
    }
  }

  private void tell(int part, String why) {
    Part of = delegation().parts().get(part);
    work.listener()
        .trouble(
            owned.now().id(),
            "lines %d to %d at %s: %s"
                .formatted(of.from() + 1, of.to(), delegation().target(), why));
  }

  private DelegatePlanner planner(@Nullable Source source) {
    return new DelegatePlanner(work.delegates(), owned.now(), source, DelegatePlanner.USUAL);
  }

  private Delegation upload(int part, RemoteBatches remote, OpenLines.Kept lines)
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
  private Reservation memory(Part part, OpenLines.Kept lines) throws RemoteFailure, IOException {
    long bytes = planner(lines.source()).memory(part, lines.log());
    // The request counts its body once more.
    if (bytes + bytes / 2 > work.delegates().largestMemory()) {
      throw RemoteFailure.tooLarge();
    }
    return work.caller().memory(bytes).orElseThrow(RemoteFailure::noMemory);
  }

  private byte[] file(Part part, RemoteBatches remote, OpenLines.Kept lines) throws IOException {
    return planner(lines.source()).file(part, delegation().target(), remote, lines.log());
  }

  private String mark(Part part) {
    return part.mark(owned.now().id());
  }

  /// Asks for a batch once the row says so. Where this process ends before it knows the answer, the
  /// next one looks for the mark.
  private Delegation create(int part, RemoteBatches remote, OpenLines.Kept lines)
      throws RemoteFailure, IOException, StoreException, BatchLostException, InterruptedException {
    try (Reservation _ = memory(delegation().parts().get(part), lines)) {
      save(machine.creating(delegation(), part, work.clock().millis()));
      // One that was paused until another one has the batch asks for nothing any more.
      owned.checkOwner();
      return asked(part, remote, lines);
    }
  }

  private Delegation asked(int part, RemoteBatches remote, OpenLines.Kept lines)
      throws IOException, InterruptedException {
    Part made = delegation().parts().get(part);
    String endpoint = owned.now().order().endpoint();
    try {
      RemoteBatch batch =
          remote.create(made.file(), endpoint, mark(made), () -> file(made, remote, lines));
      return made(part, batch.id());
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
      return machine.uncreated(delegation(), part, why, work.clock().millis());
    }
  }

  private Delegation made(int part, String remote) {
    Part of = delegation().parts().get(part);
    work.listener().delegated(owned.now(), delegation().target(), of.lines());
    return machine.created(delegation(), part, remote, work.clock().millis());
  }

  private Delegation find(int part, RemoteBatches remote, Stop stop)
      throws RemoteFailure, InterruptedException {
    Part sought = delegation().parts().get(part);
    Optional<RemoteBatch> found = remote.find(mark(sought), sought.lines(), sought.since());
    return found.isPresent()
        ? made(part, found.get().id())
        : machine.notFound(delegation(), part, stop, work.clock().millis());
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
    long now;
    try {
      remote.cancel(delegation().parts().get(part).remote());
      now = work.clock().millis();
    } catch (RemoteFailure why) {
      now = work.clock().millis();
      // What has ended already, or is lost, cannot be cancelled, which its next state says.
      switch (why.kind()) {
        case REFUSED, MISSING -> {}
        case LATER, UNKNOWN -> {
          tell(part, String.valueOf(why.getMessage()));
          save(machine.uncancelled(delegation(), part, now));
          return;
        }
      }
    }
    save(machine.cancelled(delegation(), part, now));
  }

  private void take(int part, RemoteBatches remote, @Nullable OpenLines lines)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    if (lines instanceof OpenLines.Billed(var source, var log)) {
      bill(part, remote, source, log);
    } else {
      ask(part, remote, () -> kept(part, remote, open(lines)));
    }
  }

  private Delegation kept(int part, RemoteBatches remote, OpenLines.Kept lines)
      throws RemoteFailure, IOException, InterruptedException {
    keep(delegation().parts().get(part), remote, lines);
    return machine.over(delegation(), part, work.clock().millis());
  }

  private void keep(Part part, RemoteBatches remote, OpenLines.Kept lines)
      throws RemoteFailure, IOException, InterruptedException {
    boolean again = work.config().delegate().mode() != Mode.ALWAYS;
    var what = new DelegatedResults.Taken(delegation().target(), part, again);
    var writer = new ResultWriter(lines.log(), work.guard(owned.ownership()));
    var results = new DelegatedResults(work, planner(lines.source()), writer, what, patience);
    try {
      for (String file : part.results()) {
        remote.read(file, results::take);
      }
    } catch (RemoteFailure brokenOff) {
      results.settle();
      throw brokenOff;
    } catch (InterruptedException stop) {
      settleNow(results, stop);
      throw stop;
    }
    results.settle();
  }

  private static void settleNow(DelegatedResults results, InterruptedException stop) {
    try {
      results.settleNow();
    } catch (IOException unkept) {
      stop.addSuppressed(unkept);
    }
  }

  /// Pays for a part whose results cannot be kept, behind the row, which says that it is over: no
  /// log has a note of what is paid for, so that a store that is away then, or another owner, would
  /// pay again for all of it. Its files stay at the provider for as long as they may be read again.
  private void bill(
      int part, RemoteBatches remote, @Nullable Source source, @Nullable ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Part billed = delegation().parts().get(part);
    var results = new BilledResults(work, planner(source), delegation().target(), billed, log);
    Delegation next = answer(part, () -> read(part, remote, results));
    save(next, next.parts().get(part).isOver() ? results::pay : () -> {});
    removeIfOver(part, next, remote);
  }

  private Delegation read(int part, RemoteBatches remote, BilledResults results)
      throws RemoteFailure, IOException, InterruptedException {
    for (String file : delegation().parts().get(part).results()) {
      remote.read(file, results::take);
    }
    return machine.over(delegation(), part, work.clock().millis());
  }

  /// Removes the files of a part of which nothing more is expected.
  private void removeIfOver(int part, Delegation next, RemoteBatches remote)
      throws InterruptedException {
    Part of = next.parts().get(part);
    if (of.isOver()) {
      removeFiles(part, of, remote);
    }
  }

  private void removeFiles(int part, Part of, RemoteBatches remote) throws InterruptedException {
    new RemoteFiles(remote, why -> tell(part, why)).remove(of);
  }

  private void drop(int part, RemoteBatches remote)
      throws StoreException, BatchLostException, InterruptedException {
    Part dropped = delegation().parts().get(part);
    boolean begun = dropped.state() != PartState.PLANNED && dropped.state() != PartState.UPLOADED;
    if (begun) {
      tell(part, "the provider is left with it: what it does of it is not paid for");
      end(part, dropped, remote);
    }
    removeFiles(part, dropped, remote);
    save(machine.over(delegation(), part, work.clock().millis()));
  }

  /// Asks for the end of a part that is dropped.
  private void end(int part, Part dropped, RemoteBatches remote) throws InterruptedException {
    try {
      Optional<String> there =
          dropped.state() == PartState.CREATING
              ? remote.find(mark(dropped), dropped.lines(), dropped.since()).map(RemoteBatch::id)
              : Optional.of(dropped.remote());
      if (there.isPresent() && dropped.state() != PartState.ENDED) {
        remote.cancel(there.get());
      }
    } catch (RemoteFailure why) {
      tell(part, String.valueOf(why.getMessage()));
    }
  }
}
