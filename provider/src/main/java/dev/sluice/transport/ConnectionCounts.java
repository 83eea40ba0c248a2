package dev.sluice.transport;

import dev.sluice.config.provider.Origin;

/// The counts of connections to one origin, over all loops.
///
/// @param origin the origin that the connections lead to
/// @param open the number of open connections, with those that are being made
/// @param idle the number of open connections that wait for the next exchange
/// @param created the number of connections that were ever made
/// @param reused the number of exchanges that ever found a connection waiting
public record ConnectionCounts(Origin origin, long open, long idle, long created, long reused) {
  public ConnectionCounts plus(ConnectionCounts other) {
    return new ConnectionCounts(
        origin,
        open + other.open,
        idle + other.idle,
        created + other.created,
        reused + other.reused);
  }
}
