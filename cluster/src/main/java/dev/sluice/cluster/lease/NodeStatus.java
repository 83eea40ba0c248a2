package dev.sluice.cluster.lease;

import java.util.List;
import java.util.Optional;

/// How a node stands in its cluster.
///
/// @param alone why it keeps to its part of each limit; empty while it shares them
/// @param nodes how many members count, this one included
/// @param missing of how many of these the share is held back
/// @param apart how many limits are out of reach, and count as this node's part, although it is not
///   alone
/// @param skewMillis the wall clock here less that of Redis
/// @param purses what is at hand, 200 at most
public record NodeStatus(
    Optional<String> alone,
    int nodes,
    int missing,
    int apart,
    long skewMillis,
    List<AtHand> purses) {
  public NodeStatus {
    purses = List.copyOf(purses);
  }

  /// What is at hand of one limit.
  ///
  /// @param level in requests or tokens; negative for a debt
  /// @param size how much may be at hand
  /// @param limit of all nodes, a minute
  /// @param alone of this node, a minute, if it were alone now
  public record AtHand(
      String provider,
      String model,
      String dimension,
      double level,
      double size,
      double limit,
      double alone) {}
}
