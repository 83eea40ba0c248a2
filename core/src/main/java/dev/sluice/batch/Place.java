package dev.sluice.batch;

/// Where a call goes that has entered.
sealed interface Place {

  /// Upstream, by itself and at once; it must tell when it has ended.
  ///
  /// @param urgent whether there was something to wait for, and no time to
  record AtOnce(Lane lane, boolean urgent) implements Place {}

  /// Together with others.
  ///
  /// @param opened whether it is the first one, so that the shared call is to be started
  record Together(Group group, boolean opened) implements Place {}
}
