package dev.sluice.sim.wire;

/// Answers requests. Called on event loops, and never blocks.
public interface RequestHandler {

  /// A request's head has come.
  ///
  /// @param head without its body
  /// @return whether to reset the connection at once, the body unread
  boolean refuses(Request head);

  /// A request has come as a whole.
  Answer answer(Request request);

  /// A connection was accepted.
  void opened();

  /// A connection has ended.
  void closed();
}
