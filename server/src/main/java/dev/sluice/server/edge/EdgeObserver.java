package dev.sluice.server.edge;

import dev.sluice.server.openai.Fault;

/// Is told what becomes of requests that never become calls. Called on event loops; must be quick,
/// and must not throw.
public interface EdgeObserver {

  /// A request was turned away.
  ///
  /// @param id its identifier
  void turnedAway(String id, Fault fault);
}
