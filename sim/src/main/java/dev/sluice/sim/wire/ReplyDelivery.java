package dev.sluice.sim.wire;

/// A reply under way. Called on the connection's loop.
public interface ReplyDelivery {

  HttpReply reply();

  /// Notes that the answer is over; called exactly once.
  void ended(Finish how);

  /// The way in which an answer ended.
  enum Finish {
    /// The answer was sent as it was meant to be, be that by breaking the connection.
    PLAYED,
    /// The client left before the end of the answer.
    LEFT
  }
}
