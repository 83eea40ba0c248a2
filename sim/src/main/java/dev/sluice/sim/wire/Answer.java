package dev.sluice.sim.wire;

/// A reply under way. Called on the connection's loop.
public interface Answer {

  Reply reply();

  /// It is over; called exactly once.
  void ended(Finish how);

  /// The side that ended it.
  enum Finish {
    /// It was sent as it was meant to be, be that by breaking the connection.
    PLAYED,
    /// The client left before.
    LEFT
  }
}
