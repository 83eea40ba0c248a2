package dev.sluice.batches;

import dev.sluice.batches.delegate.Delegation;
import java.util.List;

/// What happens to a batch.
sealed interface BatchEvent {

  /// The input is in order.
  ///
  /// @param lines how many it has
  record Validated(int lines) implements BatchEvent {}

  /// The input is wrong, or cannot be read.
  record Broken(List<LineError> errors) implements BatchEvent {
    public Broken {
      errors = List.copyOf(errors);
    }
  }

  /// Some lines have got results.
  record Progress(LineCounts counts, Tokens used) implements BatchEvent {}

  /// A provider runs it, or has come so far.
  record Delegated(Delegation delegation) implements BatchEvent {}

  /// The client wants it to end.
  record CancelAsked() implements BatchEvent {}

  /// No more results can be kept: no line is called any more, and those that there are become
  /// files.
  record Unkept(List<LineError> errors) implements BatchEvent {
    public Unkept {
      errors = List.copyOf(errors);
    }
  }

  /// No line is called any more.
  record LinesEnded(Ending why) implements BatchEvent {}

  /// A file of results is there.
  ///
  /// @param id of the file
  record Filed(ResultFiles.Role which, String id) implements BatchEvent {}

  /// All files of results are there.
  record Written(LineCounts counts, Tokens used) implements BatchEvent {}
}
