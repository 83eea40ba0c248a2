package dev.sluice.batches;

import dev.sluice.batches.Delegates.Delivered;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.call.runtime.Reservation;
import java.io.IOException;

/// Takes the results of a part over into the log of its batch, whatever their order: the first one
/// of a line counts, and what names no line of the part is left out. A line is paid for once it is
/// in the log, and none that was there before is paid for again.
final class DelegatedResults {
  /// In the words by which a disk says so, so that the batch pauses as it does then.
  private static final String NO_ROOM = "No space left on device for results of a provider";

  private static final String KEPT_FREE = NO_ROOM + ", but for what is to stay free (files.free)";

  private final BatchWork work;
  private final DelegatePlanner lines;
  private final ResultWriter results;
  private final Taken of;

  /// A part whose results are taken.
  ///
  /// @param again whether lines that have failed in passing are called here
  record Taken(String target, Part part, boolean again) {}

  DelegatedResults(BatchWork work, DelegatePlanner lines, ResultWriter results, Taken of) {
    this.work = work;
    this.lines = lines;
    this.results = results;
    this.of = of;
  }

  /// Takes one.
  ///
  /// @throws RemoteFailure if there is no memory for it now
  /// @throws IOException if it cannot be kept; also where the disk has no room
  void take(RemoteResult result) throws RemoteFailure, IOException {
    int line = lines.line(of.part(), result.id());
    boolean none = result.status() == 0 || (of.again() && result.isPassing());
    if (line < 0 || none || results.isDone(line)) {
      return;
    }
    requireRoom();
    long bytes = 2L * lines.source().index().length(line);
    try (Reservation _ = work.caller().memory(bytes).orElseThrow(RemoteFailure::noMemory)) {
      Line read = lines.read(line);
      LineCall call = lines.call(line, read);
      add(line, read, call, result, delivered(call, result));
      write();
    }
  }

  /// Leaves free on the disk what is to stay so, as where lines are called: what was not taken
  /// stays with the provider.
  private void requireRoom() throws IOException {
    if (!results.hasRoom()) {
      end();
      throw new IOException(KEPT_FREE);
    }
  }

  private Delivered delivered(LineCall call, RemoteResult result) {
    return result.isGood()
        ? work.delegates().delivered(lines.batch().id(), of.target(), call, result.body())
        : new Delivered(Tokens.NONE, () -> true);
  }

  private void add(int line, Line read, LineCall call, RemoteResult result, Delivered delivered) {
    var said = new LineAnswer.Result(result.status(), call.id(), result.body(), delivered.used());
    int longest = RunRules.USUAL.longestResult();
    KeptResult kept = KeptResult.of(call.id(), read.customId(), said, longest);
    results.add(line, kept, () -> written(line, kept, delivered));
  }

  private void written(int line, KeptResult kept, Delivered delivered) {
    if (!delivered.pay().getAsBoolean()) {
      work.listener()
          .trouble(
              lines.batch().id(),
              "line %d is not paid for: %s has answered it, and the gateway would refuse it now"
                  .formatted(line + 1, of.target()));
    }
    work.listener().line(kept.outcome());
  }

  private void write() throws IOException {
    boolean many = results.unsynced() >= results.pace().results();
    if (!results.write() || (many && !results.sync())) {
      throw unkept();
    }
  }

  private IOException unkept() {
    return new IOException(results.trouble() == Pause.DISK ? NO_ROOM : results.reason());
  }

  /// Ends: all that was taken is on the disk.
  void end() throws IOException {
    if (!results.sync()) {
      throw unkept();
    }
  }
}
