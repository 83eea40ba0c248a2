package dev.sluice.cluster.lease;

import java.time.Duration;

/// The terms of a membership.
///
/// @param cluster the name that the nodes of a cluster have in common
/// @param node the node's name, for people
/// @param id tells the process from all others: 16 hex digits at random
/// @param line what other nodes show of it: name, version, address of the admin listener, digest of
///   the configuration, with `|` in between
/// @param expected how many nodes there are, until Redis has said how many
/// @param beat how often it says that it is alive
/// @param lease how long its share is held back if it does not
/// @param patience how long an answer of Redis is waited for
public record ClusterTerms(
    String cluster,
    String node,
    String id,
    String line,
    int expected,
    Duration beat,
    Duration lease,
    Duration patience) {
  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMillis(20);

  /// Makes the usual terms.
  public ClusterTerms(String cluster, String node, String id, String line, int expected) {
    this(cluster, node, id, line, expected, BEAT, LEASE, PATIENCE);
  }
}
