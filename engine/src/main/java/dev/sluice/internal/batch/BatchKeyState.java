package dev.sluice.internal.batch;

/// The state of a key: of calls that could be sent as one. Guarded by the [Batcher].
final class BatchKeyState {
  private final Key key;

  /// How many upstream calls are under way, or about to be.
  int busy;

  BatchKeyState(Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }
}
