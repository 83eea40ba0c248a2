package dev.sluice.internal.batch;

/// The placement of a call that has entered.
sealed interface Placement {

  /// Upstream, by itself and at once; the call must report when it has ended.
  ///
  /// @param urgent whether there was something to wait for, and no time to
  record AtOnce(BatchKeyState state, boolean urgent) implements Placement {}

  /// In a batch, together with others.
  ///
  /// @param opened whether the call is the first of the batch, so that the caller must start the
  ///   shared call
  record Together(Batch group, boolean opened) implements Placement {}
}
