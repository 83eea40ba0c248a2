package dev.sluice.batches;

import dev.sluice.batches.BatchListener.LineOutcome;
import dev.sluice.batches.LineAnswer.Later;
import dev.sluice.batches.LineAnswer.NoAnswer;
import dev.sluice.batches.LineAnswer.NoKey;
import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.batches.LinesOut.LineAttempts;
import dev.sluice.batches.LinesOut.LineOut;
import dev.sluice.call.runtime.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// The lines of one batch, on their way to results: which is called next, and what is done with
/// each answer. [#step] does all that can be done now; a thread calls it again when something has
/// happened, or its time has come. The core of a [BatchRunner], without clock and threads.
///
/// Each line is done, or out, or waits for its time, or comes later in the input; so none is called
/// twice at a time, and what has no result when the process ends is found missing in the log.
final class BatchRun {
  private static final long SYNC_AGAIN = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  /// So often a line is tried that fails although there is capacity.
  static final int MOST_TRIES = 6;

  private final Batch batch;
  private final BatchInput input;
  private final LineIndex index;
  private final Parts parts;
  private final Pacing pacing;
  private final ResultWriter results;
  private final long expires;

  private final LineEvents events;
  private volatile boolean cancelAsked;
  private volatile boolean cutAsked;
  private volatile boolean stopAsked;

  private final LinesOut out = new LinesOut();
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingInt(Waiting::line));
  private int next;
  private long syncDue;
  private Ending ending = Ending.NONE;
  private long endBy;
  private boolean left;

  /// A line that was tried, and will be again.
  private record Waiting(long due, int line, LineAttempts attempts) {}

  /// What a step has come to.
  sealed interface Step {
    /// Nothing more can be done before that instant, unless something happens.
    record Wait(long until) implements Step {}

    /// No line is called any more, and all results are on the disk.
    record Ended(Ending why) implements Step {}

    /// The run was stopped, and all results are on the disk.
    record Stopped() implements Step {}

    /// A result could not be written, or the input not be read.
    record Failed(IOException cause) implements Step {
      String why() {
        return String.valueOf(cause.getMessage());
      }
    }
  }

  /// What a run works with.
  ///
  /// @param pacing of this run alone
  record Parts(
      LineCaller caller, RunRules rules, Pacing pacing, BatchListener listener, RunGuard guard) {}

  /// @param expires when the window ends, on the clock of [#step]
  /// @param wake called on any thread when a step makes sense
  BatchRun(Batch batch, Source source, ResultLog log, Parts parts, long expires, Runnable wake) {
    this.batch = batch;
    this.input = source.input();
    this.index = source.index();
    this.parts = parts;
    this.pacing = parts.pacing();
    this.results = new ResultWriter(log, parts.guard());
    this.expires = expires;
    this.events = new LineEvents(wake);
    this.cancelAsked = batch.state() == BatchState.CANCELLING;
  }

  /// The input and where its lines are.
  record Source(BatchInput input, LineIndex index) {}

  /// Ends the batch for its client. Any thread.
  void cancel() {
    cancelAsked = true;
    events.wake();
  }

  /// Ends the batch with its calls under way, since its key was revoked so. Any thread.
  void cut() {
    cutAsked = true;
    events.wake();
  }

  /// Calls no more lines, and ends once those under way have answers. Any thread.
  void stop() {
    stopAsked = true;
    events.wake();
  }

  /// Why no lines are called now.
  PauseReason pause() {
    return pacing.pause();
  }

  /// When the pause ends.
  long pausedUntil() {
    return pacing.pausedUntil();
  }

  /// How many lines are called now.
  int out() {
    return out.size();
  }

  /// Leaves all calls under way: another owner goes on.
  void leave() {
    left = true;
    out.leave();
  }

  /// Leaves what is under way, and drops what was not written.
  void close() {
    leave();
    results.drop();
  }

  /// Does what can be done.
  ///
  /// @param now as all times here, of a clock that only goes forward, in nanoseconds
  Step step(long now) {
    try {
      takeNews(now);
      writeResults(now);
      look(now);
      startLines(now);
      syncIfDue(now);
      return next(now);
    } catch (IOException e) {
      leave();
      return new Step.Failed(e);
    }
  }

  private void takeNews(long now) {
    for (LineEvents.LineEvent one = events.poll(); one != null; one = events.poll()) {
      switch (one) {
        case LineEvents.Sent(LineOut line) -> out.sent(line, now);
        case LineEvents.Answered(LineOut line, LineAnswer answer) -> {
          if (out.remove(line)) {
            take(line, answer, now);
          }
        }
      }
    }
  }

  private void take(LineOut line, LineAnswer answer, long now) {
    switch (answer) {
      case Result said -> {
        if (line.isSent()) {
          pacing.took(line.sentAt(), now);
        }
        result(line, said);
      }
      case Later later -> later(line, later, now);
      case NoKey(Ending why) -> ending = ending == Ending.NONE ? why : ending;
      case NoAnswer _ -> waiting.add(new Waiting(now, line.number(), line.attempts()));
    }
  }

  private void result(LineOut line, Result said) {
    pacing.answered();
    String id = BatchIds.ofLine(batch.id(), line.number());
    int longest = parts.rules().longestResult();
    KeptResult kept = KeptResult.of(id, line.customId(), said, longest);
    parts.listener().line(kept.outcome());
    results.add(line.number(), kept, line::leave);
  }

  private void later(LineOut line, Later later, long now) {
    switch (later.why()) {
      case FAILURE -> {
        LineAttempts attempts = line.attempts().afterFailure();
        if (attempts.failed() >= MOST_TRIES) {
          result(line, later.said());
        } else {
          again(pacing.again(later.after(), attempts.failed(), now), line.number(), attempts);
        }
      }
      case CAPACITY -> {
        pacing.crowded(line.isSent(), now);
        long due = pacing.again(later.after(), line.attempts().crowded(), now);
        again(due, line.number(), line.attempts().afterCrowd());
      }
      case BUDGET -> hold(PauseReason.BUDGET, line, later, now);
      case KEY_UNKNOWN -> hold(PauseReason.KEY, line, later, now);
    }
  }

  private void hold(PauseReason why, LineOut line, Later later, long now) {
    pacing.pause(why, later.after(), now);
    again(now, line.number(), line.attempts());
  }

  private void again(long due, int line, LineAttempts attempts) {
    parts.listener().line(LineOutcome.RETRIED);
    waiting.add(new Waiting(due, line, attempts));
  }

  private void writeResults(long now) throws IOException {
    if (results.write()) {
      pacing.resume(PauseReason.DISK);
      pacing.resume(PauseReason.FILES);
    } else {
      pauseForResults(now);
    }
  }

  private void pauseForResults(long now) {
    if (pacing.pause() != results.trouble()) {
      parts.listener().trouble(batch.id(), results.reason());
    }
    pacing.pause(results.trouble(), ResultWriter.AGAIN, now);
  }

  private void look(long now) {
    if (ending == Ending.NONE && cancelAsked) {
      ending = Ending.CANCELLED;
    }
    if (ending == Ending.NONE && cutAsked) {
      ending = Ending.KEY_REVOKED;
    }
    if (ending == Ending.NONE && now - expires >= 0) {
      ending = Ending.EXPIRED;
    }
    boolean leaves = cutAsked || ending == Ending.CANCELLED || ending == Ending.EXPIRED;
    if (leaves && !left) {
      endBy = now + PATIENCE;
      leave();
    }
    if (left && now - endBy >= 0) {
      out.clear();
    }
  }

  private void startLines(long now) throws IOException {
    if (ending == Ending.NONE && !parts.guard().hasRoom()) {
      pacing.pause(PauseReason.DISK, ResultWriter.AGAIN, now);
    }
    boolean more = true;
    while (more && ending == Ending.NONE && !stopAsked && hasRoom(now)) {
      Waiting due = waiting.peek();
      boolean again = due != null && due.due() - now <= 0;
      more = again ? startAgain(waiting.element(), now) : startNext(now);
    }
  }

  private boolean hasRoom(long now) {
    return pacing.hasRoom(out.size(), out.waiting(), now);
  }

  private boolean startAgain(Waiting due, long now) throws IOException {
    boolean fits = fits(index.length(due.line()));
    if (fits) {
      Waiting _ = waiting.remove();
      start(due.line(), due.attempts(), now);
    }
    return fits;
  }

  private boolean startNext(long now) throws IOException {
    int line = results.nextMissing(next);
    boolean fits = line < index.count() && fits(index.length(line));
    if (fits) {
      next = line + 1;
      start(line, LineAttempts.NONE, now);
    }
    return fits;
  }

  private boolean fits(int bytes) {
    return out.isEmpty() || out.bytes() + bytes <= parts.rules().mostBytes();
  }

  /// Starts a line for which there is memory: what is read of it stands in memory twice until its
  /// call counts its own body.
  private void start(int number, LineAttempts attempts, long now) throws IOException {
    int bytes = index.length(number);
    Optional<Reservation> memory = parts.caller().memory(2L * bytes);
    if (memory.isEmpty()) {
      pacing.crowded(false, now);
      again(pacing.again(Optional.empty(), attempts.crowded(), now), number, attempts.afterCrowd());
      return;
    }
    try (Reservation _ = memory.get()) {
      call(number, bytes, attempts);
    }
  }

  private void call(int number, int bytes, LineAttempts attempts) throws IOException {
    Line read = Line.of(input.read(index.offset(number), bytes));
    var call = new LineCall(batch.order(), BatchIds.ofLine(batch.id(), number), read.body());
    var line = new LineOut(number, bytes, read.customId(), attempts);
    out.add(line);
    line.leaveBy(parts.caller().call(call, events.receiver(line)));
  }

  private void syncIfDue(long now) throws IOException {
    int unsynced = results.unsynced();
    boolean many =
        unsynced >= results.syncInterval().results() && pacing.pause() != results.trouble();
    if (unsynced == 0) {
      syncDue = now + results.syncInterval().nanos();
    } else if (many || now - syncDue >= 0) {
      boolean _ = sync(now);
    }
  }

  private boolean sync(long now) throws IOException {
    boolean done = results.sync();
    if (!done) {
      pauseForResults(now);
    }
    syncDue = now + (done ? results.syncInterval().nanos() : SYNC_AGAIN);
    return done;
  }

  private Step next(long now) throws IOException {
    boolean over = out.isEmpty() && results.isEmpty();
    boolean all = over && results.isComplete();
    boolean ended = all || (over && (ending != Ending.NONE || stopAsked));
    if (ended && (results.unsynced() == 0 || sync(now))) {
      return all
          ? new Step.Ended(Ending.DONE)
          : ending != Ending.NONE ? new Step.Ended(ending) : new Step.Stopped();
    }
    return new Step.Wait(due(now));
  }

  private long due(long now) {
    if (ending != Ending.NONE && endBy - now <= 0) {
      return now + results.syncInterval().nanos();
    }
    long due = ending == Ending.NONE ? expires : earlier(expires, endBy);
    if (results.unsynced() > 0) {
      due = earlier(due, syncDue);
    }
    if (pacing.isPaused(now)) {
      return earlier(due, pacing.pausedUntil());
    }
    return !waiting.isEmpty() && hasRoom(now) ? earlier(due, waiting.element().due()) : due;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
