package dev.sluice.sim.batch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A batch as it is at one moment.
///
/// @param cancelled when it was asked to end; null for never
/// @param over when it ended; null if it has not
/// @param outputFile the file of its results; null where there is none
/// @param errorFile the same of errors, where they are apart
record BatchView(
    BatchOrder order,
    Phase phase,
    Counts counts,
    LineAnswer.Tokens tokens,
    List<LineFault> faults,
    @Nullable Instant cancelled,
    @Nullable Instant over,
    @Nullable String outputFile,
    @Nullable String errorFile) {

  /// How many lines a batch has.
  ///
  /// @param succeeded answered without an error
  /// @param failed answered with one
  /// @param missed not answered, since it expired or was cancelled
  record Counts(int total, int succeeded, int failed, int missed) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    int waiting() {
      return total - succeeded - failed - missed;
    }
  }
}
