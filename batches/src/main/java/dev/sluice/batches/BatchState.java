package dev.sluice.batches;

import dev.sluice.call.text.EnumWords;

/// The states of a batch, by the words of OpenAI's API.
///
/// ```text
/// validating ──> in_progress ──> finalizing ──> completed
///     │  │            │    │          └───────> expired
///     │  └─> failed   │    └─> failed
///     └───────────────┴──> cancelling ──> cancelled
/// ```
public enum BatchState {
  /// The lines of the input are looked at.
  VALIDATING,
  /// The input is wrong, or no more results could be kept.
  FAILED,
  IN_PROGRESS,
  /// No line is called any more; the files of results are written.
  FINALIZING,
  COMPLETED,
  /// The window has ended before all lines were done.
  EXPIRED,
  /// The batch is to end, and its files of results are written.
  CANCELLING,
  CANCELLED;

  /// Whether nothing more will happen.
  public boolean isOver() {
    return switch (this) {
      case FAILED, COMPLETED, EXPIRED, CANCELLED -> true;
      case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> false;
    };
  }

  /// Whether a client may still end the batch.
  public boolean isCancellable() {
    return this == VALIDATING || this == IN_PROGRESS;
  }

  /// The word of the API.
  public String word() {
    return EnumWords.of(this);
  }
}
