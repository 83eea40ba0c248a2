package dev.sluice.batches;

import dev.sluice.batches.BatchListener.LineOutcome;
import dev.sluice.batches.LogRecord.Kind;

/// The result of a line as the files of results have it: what was answered, or that this is too
/// long.
///
/// @param isGood whether the line counts as completed
/// @param bytes the line of the file
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record KeptResult(boolean isGood, Tokens used, byte[] bytes) {
  /// The result of a call that was made.
  ///
  /// @param id of the line
  /// @param customId as it was written
  /// @param longest how many bytes a result may have
  static KeptResult of(String id, byte[] customId, LineAnswer.Result said, int longest) {
    byte[] line = ResultLine.said(id, customId, said);
    return line.length <= longest
        ? new KeptResult(said.isGood(), said.used(), line)
        : new KeptResult(
            false, said.used(), ResultLine.tooLong(id, customId, line.length, longest));
  }

  Kind kind() {
    return isGood ? Kind.ANSWERED : Kind.REFUSED;
  }

  LineOutcome outcome() {
    return isGood ? LineOutcome.COMPLETED : LineOutcome.FAILED;
  }
}
