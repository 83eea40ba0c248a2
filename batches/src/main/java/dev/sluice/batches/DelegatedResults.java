package dev.sluice.batches;

import dev.sluice.batches.BatchListener.LineOutcome;
import dev.sluice.batches.Delegates.Delivered;
import dev.sluice.batches.LogRecord.Kind;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteResult;
import java.io.IOException;

/// Takes the results of a part over into the log of its batch, whatever their order: the first one
/// of a line counts, and what names no line of the part is left out. A line is paid for once it is
/// in the log, and none that was there before is paid for again.
final class DelegatedResults {
  private static final int SYNC_AT = 64;

  /// In the words by which a disk says so, so that the batch pauses as it does then.
  private static final String NO_ROOM = "No space left on device for results of a provider";

  private final BatchWork work;
  private final DelegatePlanner lines;
  private final ResultLog log;
  private final ResultWriter results;
  private final String target;
  private final Part part;
  private final boolean again;

  /// @param again whether lines that have failed in passing are called here
  DelegatedResults(
      BatchWork work,
      DelegatePlanner lines,
      ResultLog log,
      RunGuard guard,
      String target,
      Part part,
      boolean again) {
    this.work = work;
    this.lines = lines;
    this.log = log;
    this.results = new ResultWriter(log, guard);
    this.target = target;
    this.part = part;
    this.again = again;
  }

  /// Takes one.
  ///
  /// @throws IOException if it cannot be kept; also where the disk has no room
  void take(RemoteResult result) throws IOException, InterruptedException {
    int line = lines.line(part, result.id());
    boolean none = result.status() == 0 || (again && result.isPassing());
    if (line < 0 || none || log.isDone(line)) {
      return;
    }
    Line read = lines.read(line);
    LineCall call = lines.call(line, read);
    Delivered delivered =
        result.isGood()
            ? work.delegates().delivered(lines.batch().id(), target, call, result.body())
            : new Delivered(Tokens.NONE, () -> {});
    add(line, read, call, result, delivered);
    write();
  }

  private void add(int line, Line read, LineCall call, RemoteResult result, Delivered delivered) {
    var said = new LineAnswer.Result(result.status(), call.id(), result.body(), delivered.used());
    byte[] bytes = ResultLine.said(call.id(), read.customId(), said);
    int longest = RunRules.USUAL.longestResult();
    boolean fits = bytes.length <= longest;
    boolean good = fits && said.isGood();
    results.add(
        line,
        good ? Kind.ANSWERED : Kind.REFUSED,
        said.used(),
        fits ? bytes : ResultLine.tooLong(call.id(), read.customId(), bytes.length, longest),
        () -> {
          delivered.pay().run();
          work.listener().line(good ? LineOutcome.COMPLETED : LineOutcome.FAILED);
        });
  }

  private void write() throws IOException {
    if (!results.write() || (results.unsynced() >= SYNC_AT && !results.sync())) {
      throw new IOException(NO_ROOM);
    }
  }

  /// Ends: all that was taken is on the disk.
  void end() throws IOException {
    if (!results.sync()) {
      throw new IOException(NO_ROOM);
    }
  }
}
