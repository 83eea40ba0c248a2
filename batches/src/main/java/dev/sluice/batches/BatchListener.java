package dev.sluice.batches;

/// A listener that is told what becomes of batches, on their threads. What it throws is a bug.
public interface BatchListener {
  /// A listener to nothing.
  BatchListener NONE = new BatchListener() {};

  /// What has become of a line that was called.
  enum LineOutcome {
    /// It has an answer.
    COMPLETED,
    /// It has an error.
    FAILED,
    /// It is tried again.
    RETRIED
  }

  /// A batch is in another state.
  default void changed(Batch batch) {}

  /// A batch pauses, or goes on.
  default void paused(Batch batch, PauseReason why) {}

  /// A provider has taken lines of a batch.
  ///
  /// @param target as `provider/model`
  default void delegated(Batch batch, String target, int lines) {}

  /// Something has become of a line.
  default void line(LineOutcome outcome) {}

  /// The work on a batch goes wrong, and is tried again.
  ///
  /// @param why for operators
  default void trouble(String batch, String why) {}
}
