package dev.sluice.batches;

import dev.sluice.call.text.EnumWords;

/// Why a batch calls no lines for now.
public enum PauseReason {
  NONE,
  /// The budget of its key has no room.
  BUDGET,
  /// The disk has no room for results.
  DISK,
  /// Its files, or its log, cannot be read or written now.
  FILES,
  /// The store is away, which knows whether the key may call.
  KEY;

  /// The word for metrics.
  public String word() {
    return EnumWords.of(this);
  }
}
