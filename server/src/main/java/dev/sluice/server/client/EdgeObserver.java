package dev.sluice.server.client;

/// A listener for requests that never become calls, and for claims that are ignored. Called on
/// event loops; must be quick, and must not throw.
public interface EdgeObserver {

  /// Notes that a request was turned away.
  void rejected(RejectedRequest request);

  /// Notes that a call's header claimed more than its client may, and was ignored.
  default void ignored(IgnoredClaim claim) {}
}
