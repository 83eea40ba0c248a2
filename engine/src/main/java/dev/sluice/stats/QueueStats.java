package dev.sluice.stats;

import java.util.List;
import java.util.Set;

/// The calls that wait for grants, by route. Safe for any thread but a loop.
public interface QueueStats {

  /// Returns the names of the routes.
  Set<String> routes();

  /// Returns the snapshot of the queue of `route`.
  ///
  /// @throws IllegalArgumentException if there is no such route
  QueueSnapshot snapshot(String route);

  /// Returns the calls that wait in the queue of `route`, by tenant and band, and why.
  List<WaitingGroup> groups(String route);
}
