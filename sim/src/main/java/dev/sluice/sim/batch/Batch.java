package dev.sluice.sim.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.sim.batch.BatchView.Counts;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.fault.BatchFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A batch. Its lines are answered by [#run]; how many of them count at a time, and whether it has
/// ended, is decided whenever it is looked at. Safe for any number of threads.
final class Batch {
  private static final String TOO_MUCH =
      "The simulator has no room for the answers of so many batches that have not ended.";

  private final BatchOrder order;
  private final ResultForm form;
  private final KeptFiles files;
  private final HeldBytes room;

  @GuardedBy("this")
  private @Nullable ParsedInput input;

  @GuardedBy("this")
  private final List<LineAnswer> answers = new ArrayList<>();

  @GuardedBy("this")
  private BatchView view;

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private int looks;

  /// How many lines were answered when it was cancelled; less than none for a batch that was not.
  @GuardedBy("this")
  private int kept = -1;

  Batch(BatchOrder order, ResultForm form, KeptFiles files, HeldBytes room) {
    this.order = order;
    this.form = form;
    this.files = files;
    this.room = room;
    this.view =
        new BatchView(
            order,
            Phase.VALIDATING,
            Counts.NONE,
            LineAnswer.Tokens.NONE,
            List.of(),
            null,
            null,
            null,
            null);
  }

  BatchOrder order() {
    return order;
  }

  /// Answers all lines.
  ///
  /// @param stopped whether nobody wants them any more
  void run(ParsedInput.Source source, LineCaller caller, BooleanSupplier stopped) {
    ParsedInput read = source.get();
    synchronized (this) {
      input = read;
    }
    if (!read.faults().isEmpty() || order.has(BatchFault.INVALID)) {
      return;
    }
    int failing = order.number(BatchFault.LINES_FAIL, 0);
    for (int i = 0; i < read.lines().size() && !stopped.getAsBoolean(); i++) {
      LineAnswer answer =
          i < failing
              ? LineAnswer.failed(OpenAiError.of(500))
              : caller.answer(read.lines().get(i).request(), order.id() + i, order.draw() + i);
      if (!add(answer)) {
        return;
      }
    }
  }

  private synchronized boolean add(LineAnswer answer) {
    if (input == null) {
      return false;
    }
    boolean fits = room.take(answer.body().length);
    bytes += fits ? answer.body().length : 0;
    OpenAiError full = new OpenAiError(500, "server_error", null, null, TOO_MUCH);
    answers.add(fits ? answer : LineAnswer.failed(full));
    return true;
  }

  /// Returns whether it had ended when it was last looked at.
  synchronized boolean isOver() {
    return view.phase().isOver();
  }

  /// Counts a look, and tells whether the batch is known still.
  synchronized boolean isKnown() {
    return !order.has(BatchFault.LOST) || looks++ < order.number(BatchFault.LOST, 0);
  }

  /// Returns whether the batch is listed.
  synchronized boolean isListed() {
    return !order.has(BatchFault.LOST) || looks < order.number(BatchFault.LOST, 0);
  }

  /// Returns the batch as it is now, and ends it if its time has come.
  synchronized BatchView look(long now, Instant wall) {
    ParsedInput read = input;
    if (!view.phase().isOver() && read != null) {
      step(read, now, wall);
    }
    return view;
  }

  /// Ends the batch as soon as it is looked at again.
  synchronized BatchView cancel(long now, Instant wall) {
    BatchView seen = look(now, wall);
    if (!seen.phase().isOver() && seen.phase() != Phase.CANCELLING) {
      kept = seen.counts().succeeded() + seen.counts().failed();
      view = with(Phase.CANCELLING, seen.counts(), wall);
    }
    return view;
  }

  /// Gives back what it holds; it is not looked at again.
  synchronized void forget() {
    drop();
  }

  @GuardedBy("this")
  private void step(ParsedInput read, long now, Instant wall) {
    if (!read.faults().isEmpty() || order.has(BatchFault.INVALID)) {
      fail(read, wall);
      return;
    }
    int total = read.lines().size();
    int half = total / 2;
    boolean late = now - order.start() >= order.takes();
    if (kept >= 0) {
      end(Phase.CANCELLED, read, kept, wall);
    } else if (order.has(BatchFault.LOST) || order.has(BatchFault.STUCK)) {
      progress(Phase.IN_PROGRESS, total, Math.min(half, due(total, now)));
    } else if (order.has(BatchFault.EXPIRED) && late && answers.size() >= half) {
      end(Phase.EXPIRED, read, half, wall);
    } else if (late && answers.size() == total) {
      end(Phase.COMPLETED, read, total, wall);
    } else {
      progress(late ? Phase.FINALIZING : Phase.IN_PROGRESS, total, due(total, now));
    }
  }

  /// How many lines are answered by now: those that are, and whose time has come.
  @GuardedBy("this")
  private int due(int total, long now) {
    double share = order.takes() == 0 ? 1 : (now - order.start()) / (double) order.takes();
    return Math.min(answers.size(), (int) Math.min(total, total * share));
  }

  @GuardedBy("this")
  private void progress(Phase phase, int total, int done) {
    int failed = (int) answers.subList(0, done).stream().filter(LineAnswer::isError).count();
    view = with(phase, new Counts(total, done - failed, failed, 0), null);
  }

  @GuardedBy("this")
  private BatchView with(Phase phase, Counts counts, @Nullable Instant cancelled) {
    return new BatchView(
        order, phase, counts, view.tokens(), List.of(), cancelled, null, null, null);
  }

  @GuardedBy("this")
  private void fail(ParsedInput read, Instant wall) {
    List<LineFault> faults =
        read.faults().isEmpty()
            ? List.of(new LineFault("invalid_json_line", "A line is no JSON.", null, 1))
            : read.faults();
    view =
        new BatchView(
            order, Phase.FAILED, Counts.NONE, view.tokens(), faults, null, wall, null, null);
    drop();
  }

  @GuardedBy("this")
  private void end(Phase how, ParsedInput read, int done, Instant wall) {
    Results results =
        new Results(order, form, how, read.lines(), List.copyOf(answers.subList(0, done)));
    String output = results.hasOutput() ? keep("output", results.output(), wall) : null;
    String errors = results.hasErrors() ? keep("errors", results.errorFile(), wall) : null;
    view =
        new BatchView(
            order,
            how,
            results.counts(read.lines().size()),
            results.tokens(),
            List.of(),
            view.cancelled(),
            wall,
            output,
            errors);
    drop();
  }

  @GuardedBy("this")
  private void drop() {
    room.give(bytes);
    bytes = 0;
    answers.clear();
    input = null;
  }

  private String keep(String what, byte[] content, Instant wall) {
    String id = (order.dialect() == BatchDialect.OPENAI ? "file-" : "batch-") + order.id() + what;
    if (!order.has(BatchFault.RESULTS_GONE)) {
      files.keep(
          new KeptFile(
              order.dialect(),
              id,
              order.owner(),
              "batch_output",
              order.id() + "_" + what + ".jsonl",
              "application/jsonl",
              content,
              wall.getEpochSecond(),
              order.start()));
    }
    return id;
  }
}
