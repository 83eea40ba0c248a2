package dev.sluice.sim.wire;

/// Answers requests. Called on event loops, and never blocks.
public interface RequestHandler {

  /// A request's head has come.
  ///
  /// @param head without its body
  /// @return whether to reset the connection at once, the body unread
  boolean refuses(ReceivedRequest head);

  /// Answers a request that has come as a whole.
  ReplyDelivery answer(ReceivedRequest request);

  /// Notes that a connection was accepted.
  void opened();

  /// Notes that a connection has ended.
  void closed();
}
