package dev.sluice.internal.batch;

import org.jspecify.annotations.Nullable;

/// The calls that could be one. Guarded by the [Batcher].
final class BatchKeyState {
  private final Key key;

  /// How many upstream calls are under way, or about to be.
  int busy;

  /// The open batch of calls that wait for others; null when there is none.
  @Nullable Batch open;

  BatchKeyState(Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }

  boolean isIdle() {
    return busy == 0 && open == null;
  }
}
