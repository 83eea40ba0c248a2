package dev.sluice.transport;

import dev.sluice.config.provider.Origin;

/// The connections to one origin, over all loops.
///
/// @param origin where they lead
/// @param open how many there are, those being made included
/// @param idle how many of them wait for the next exchange
/// @param created how many were made, ever
/// @param reused how many exchanges, ever, found one waiting
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
