package dev.sluice.internal.batch;

/// Where a call goes that has entered.
sealed interface Placement {

  /// Upstream, by itself and at once; it must tell when it has ended.
  ///
  /// @param urgent whether there was something to wait for, and no time to
  record AtOnce(BatchKeyState lane, boolean urgent) implements Placement {}

  /// Together with others.
  ///
  /// @param opened whether it is the first one, so that the shared call is to be started
  record Together(Batch group, boolean opened) implements Placement {}
}
