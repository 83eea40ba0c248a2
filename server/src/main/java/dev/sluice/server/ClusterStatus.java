package dev.sluice.server;

import java.util.List;
import java.util.Optional;

/// How this process stands in its cluster.
///
/// @param cluster the cluster's name
/// @param node the node's, for people
/// @param id tells the process from all others
/// @param alone why the node keeps to its part of each limit; empty while it shares them
/// @param nodes how many members count, this one included
/// @param missing of how many of these the share is held back
/// @param apart how many limits are out of reach, and count as the node's part, although it is not
///   alone
/// @param skewMillis the wall clock here less that of Redis
/// @param purses what is at hand of quotas, 200 at most
public record ClusterStatus(
    String cluster,
    String node,
    String id,
    Optional<String> alone,
    int nodes,
    int missing,
    int apart,
    long skewMillis,
    List<Purse> purses) {
  public ClusterStatus {
    purses = List.copyOf(purses);
  }

  /// What is at hand of one limit.
  ///
  /// @param model as it is configured; `*` for all names that are passed on and have not answered
  /// @param dimension `requests`, `tokens`, `input_tokens` or `output_tokens`
  /// @param level in requests or tokens; negative for a debt
  /// @param size how much may be at hand
  /// @param limit of all nodes, a minute
  /// @param alone of this node, a minute, if it were alone now
  public record Purse(
      String provider,
      String model,
      String dimension,
      double level,
      double size,
      double limit,
      double alone) {}
}
