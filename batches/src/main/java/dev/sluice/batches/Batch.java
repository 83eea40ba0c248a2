package dev.sluice.batches;

import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.CancelAsked;
import dev.sluice.batches.BatchEvent.Delegated;
import dev.sluice.batches.BatchEvent.Filed;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Unkept;
import dev.sluice.batches.BatchEvent.Validated;
import dev.sluice.batches.BatchEvent.Written;
import dev.sluice.batches.delegate.Delegation;
import java.util.List;

/// A batch: a file of calls, a line each, and what has become of them. Immutable; [#next] is its
/// state machine, in which an event that comes too late changes nothing.
///
/// @param ending why it calls no more lines
/// @param errors what is wrong with its input, the first hundred faults
/// @param delegation what a provider runs of it
public record Batch(
    String id,
    BatchOrder order,
    BatchState state,
    Ending ending,
    BatchTimes times,
    BatchResults results,
    List<LineError> errors,
    Delegation delegation) {

  public Batch {
    errors = List.copyOf(errors);
  }

  /// A batch that nobody has looked at.
  static Batch made(String id, BatchOrder order, BatchTimes times) {
    return new Batch(
        id,
        order,
        BatchState.VALIDATING,
        Ending.NONE,
        times,
        BatchResults.NONE,
        List.of(),
        Delegation.NONE);
  }

  /// A batch whose input its writer has checked.
  ///
  /// @param lines how many it has
  static Batch checked(String id, BatchOrder order, BatchTimes times, int lines) {
    return made(id, order, times).validated(lines, times.created());
  }

  /// The batch once something has happened to it; this one where that changes nothing.
  ///
  /// @param now in milliseconds since 1970
  Batch next(BatchEvent event, long now) {
    return switch (event) {
      case Validated(int lines) -> validated(lines, now);
      case Broken(var why) -> broken(why, now);
      case Unkept(var why) -> unkept(why, now);
      case Progress(LineCounts counts, Tokens used) -> progress(counts, used);
      case CancelAsked() -> cancelled(now);
      case LinesEnded(Ending why) -> linesEnded(why, now);
      case Delegated(var other) -> state.isOver() ? this : delegated(other);
      case Filed(var which, String file) -> state.isOver() ? this : filed(which, file);
      case Written(LineCounts counts, Tokens used) -> written(results.counting(counts, used), now);
    };
  }

  private Batch validated(int lines, long now) {
    return state == BatchState.VALIDATING
        ? at(BatchState.IN_PROGRESS, times.begun(now), counting(new LineCounts(lines, 0, 0)))
        : state == BatchState.CANCELLING
            ? at(state, times, counting(new LineCounts(lines, 0, 0)))
            : this;
  }

  private BatchResults counting(LineCounts counts) {
    return results.counting(counts, results.used());
  }

  private Batch broken(List<LineError> why, long now) {
    return state.isOver()
        ? this
        : new Batch(
            id, order, BatchState.FAILED, ending, times.ended(now), results, why, delegation);
  }

  private Batch unkept(List<LineError> why, long now) {
    return state.isOver() || ending != Ending.NONE
        ? this
        : ending(BatchState.FINALIZING, Ending.FAILED, why, now);
  }

  /// It calls no more lines.
  private Batch ending(BatchState next, Ending why, List<LineError> faults, long now) {
    return new Batch(id, order, next, why, times.finalizing(now), results, faults, delegation);
  }

  private Batch progress(LineCounts counts, Tokens used) {
    return state.isOver() ? this : at(state, times, results.counting(counts, used));
  }

  private Batch cancelled(long now) {
    return state.isCancellable() ? at(BatchState.CANCELLING, times.cancelling(now), results) : this;
  }

  /// The first end counts: a batch that was cancelled does not expire meanwhile.
  private Batch linesEnded(Ending why, long now) {
    if (state.isOver() || ending != Ending.NONE) {
      return this;
    }
    boolean asked = state == BatchState.CANCELLING;
    Ending first = asked && why != Ending.DONE ? Ending.CANCELLED : why;
    return ending(asked ? state : BatchState.FINALIZING, first, errors, now);
  }

  private Batch delegated(Delegation other) {
    return new Batch(id, order, state, ending, times, results, errors, other);
  }

  /// A file that is there stays: another of its kind is not the batch's.
  private Batch filed(ResultFiles.Role which, String file) {
    return at(
        state,
        times,
        switch (which) {
          case OUTPUT -> results.in(first(results.output(), file), results.errors());
          case ERRORS -> results.in(results.output(), first(results.errors(), file));
        });
  }

  private static String first(String there, String file) {
    return there.isEmpty() ? file : there;
  }

  private Batch written(BatchResults written, long now) {
    return switch (state) {
      case FINALIZING -> at(last(ending), times.ended(now), written);
      case CANCELLING -> at(BatchState.CANCELLED, times.ended(now), written);
      default -> this;
    };
  }

  /// What a batch becomes that nobody has cancelled.
  private static BatchState last(Ending why) {
    return switch (why) {
      case EXPIRED -> BatchState.EXPIRED;
      case FAILED -> BatchState.FAILED;
      default -> BatchState.COMPLETED;
    };
  }

  private Batch at(BatchState other, BatchTimes at, BatchResults with) {
    return new Batch(id, order, other, ending, at, with, errors, delegation);
  }
}
