package dev.sluice.batches;

import dev.sluice.batches.BatchListener.LineOutcome;
import dev.sluice.batches.Delegates.Delivered;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.call.runtime.Reservation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/// Takes the results of a part over into the log of its batch, whatever their order: the first one
/// of a line counts, and what names no line of the part is left out.
///
/// A line is paid for once its result is on the disk, and the log notes that it is: the notes of a
/// group are on the disk before the next one is begun. So a result that is lost before was not paid
/// for, and comes again; and one that the log has without the note, since a process has ended
/// between the two, is paid for when the provider's file is read again.
final class DelegatedResults {
  /// In the words by which a disk says so, so that the batch pauses as it does then.
  private static final String KEPT_FREE =
      "No space left on device for results of a provider, but for what is to stay free (files.free)";

  /// So often the disk is tried again with the same log. Then the provider's file is let go.
  private static final int MOST_TRIES = 30;

  private final BatchWork work;
  private final DelegatePlanner lines;
  private final ResultWriter results;
  private final Taken of;
  private final Patience patience;

  /// The lines that were taken here.
  private final BitSet taken = new BitSet();

  /// Those whose results are not known to be on the disk.
  private final Queue<Owed> owed = new ArrayDeque<>();

  /// Those that are paid for, and not noted to be.
  private final Queue<Integer> unnoted = new ArrayDeque<>();

  /// A part whose results are taken.
  ///
  /// @param again whether lines that have failed in passing are called here
  record Taken(String target, Part part, boolean again) {}

  /// A line that is to be paid for.
  private record Owed(int line, boolean good, Delivered delivered) {}

  /// Waits before a disk is tried again.
  @FunctionalInterface
  interface Patience {
    /// Waits a while.
    ///
    /// @param why for operators
    /// @throws IOException if there is no time for it
    void await(PauseReason pause, String why) throws IOException, InterruptedException;
  }

  DelegatedResults(
      BatchWork work, DelegatePlanner lines, ResultWriter results, Taken of, Patience patience) {
    this.work = work;
    this.lines = lines;
    this.results = results;
    this.of = of;
    this.patience = patience;
  }

  /// Takes one.
  ///
  /// @throws RemoteFailure if there is no memory for it now
  /// @throws IOException if it cannot be kept; also where the disk has no room
  void take(RemoteResult result) throws RemoteFailure, IOException, InterruptedException {
    int line = lines.line(of.part(), result.id());
    boolean none = result.status() == 0 || (of.again() && result.isPassing());
    if (line < 0 || none || taken.get(line) || results.isPaid(line)) {
      return;
    }
    requireRoom();
    long bytes = 2L * lines.length(line);
    try (Reservation _ = work.caller().memory(bytes).orElseThrow(RemoteFailure::noMemory)) {
      add(line, result);
    }
    if (!results.write() || owed.size() >= results.syncInterval().results()) {
      settle();
    }
  }

  /// Leaves free on the disk what is to stay so, as where lines are called: what was not taken
  /// stays with the provider.
  private void requireRoom() throws IOException, InterruptedException {
    if (!results.hasRoom()) {
      settle();
      throw new IOException(KEPT_FREE);
    }
  }

  private void add(int line, RemoteResult result) throws IOException {
    taken.set(line);
    Line read = lines.read(line);
    LineCall call = lines.call(line, read);
    Delivered delivered = delivered(call, result);
    if (!results.isDone(line)) {
      var said = new LineAnswer.Result(result.status(), call.id(), result.body(), delivered.used());
      int longest = RunRules.USUAL.longestResult();
      results.add(line, KeptResult.of(call.id(), read.customId(), said, longest), () -> {});
    }
    owed.add(new Owed(line, result.isGood(), delivered));
  }

  private Delivered delivered(LineCall call, RemoteResult result) {
    return result.isGood()
        ? work.delegates().delivered(lines.batch().id(), of.target(), call, result.body())
        : new Delivered(Tokens.NONE, () -> true);
  }

  /// Returns when all that was taken is on the disk, is paid for, and is noted there to be.
  void settle() throws IOException, InterruptedException {
    keep();
    payAll();
    keep();
  }

  /// The same without a wait, as far as that goes: the rest is done when the provider's file is
  /// read again.
  void settleNow() throws IOException {
    if (isKept()) {
      payAll();
      boolean _ = isKept();
    }
  }

  private void payAll() throws IOException {
    for (Owed one = owed.peek(); one != null; one = owed.peek()) {
      results.checkOwner();
      Owed _ = owed.remove();
      pay(one);
      unnoted.add(one.line());
      boolean _ = note();
    }
  }

  /// Returns when all that was taken, and all notes, are on the disk: the same log is tried again,
  /// since only that knows what is not.
  private void keep() throws IOException, InterruptedException {
    for (int tries = 0; !isKept(); tries++) {
      if (tries == MOST_TRIES) {
        throw results.failure();
      }
      patience.await(results.trouble(), results.reason());
    }
  }

  /// What a force has left that has failed is forced before anything more is written.
  private boolean isKept() throws IOException {
    boolean written = results.write();
    return results.sync() && (written || results.write()) && note() && results.sync();
  }

  private void pay(Owed one) {
    if (!one.delivered().pay().getAsBoolean()) {
      work.listener()
          .trouble(
              lines.batch().id(),
              "line %d is not paid for: %s has answered it, and the gateway would refuse it now"
                  .formatted(one.line() + 1, of.target()));
    }
    LineOutcome outcome = one.good() ? LineOutcome.COMPLETED : LineOutcome.FAILED;
    work.listener().line(outcome);
  }

  /// Notes what is paid for.
  ///
  /// @return whether there was room for all notes
  private boolean note() throws IOException {
    while (!unnoted.isEmpty() && results.pay(unnoted.element())) {
      Integer _ = unnoted.remove();
    }
    return unnoted.isEmpty();
  }
}
