package dev.sluice.internal.batch;

/// The placement of a call that has entered.
sealed interface Placement {

  /// Upstream, by itself and at once; the call must report when it has ended.
  ///
  /// @param urgent whether there was something to wait for, and no time to
  record AtOnce(BatchKeyState state, boolean urgent) implements Placement {}

  /// Together with others.
  ///
  /// @param opened whether it is the first one, so that the shared call is to be started
  record Together(Batch group, boolean opened) implements Placement {}
}
