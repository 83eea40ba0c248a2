package dev.sluice.server.edge;

import dev.sluice.server.config.ServerConfig;
import java.time.Duration;

/// The times that a connection waits for its client.
///
/// @param header for a request's head: from the connection's start, later from its first byte
/// @param body for the next part of a request's body
/// @param rateAfter how long a body may take whatever its rate; after that it must have brought 1
///   KiB for each second of the last `body`
/// @param stall how long a client may take nothing of an answer that waits for it
/// @param idle how long a connection is kept between requests
/// @param linger how long a connection that the server ends is still read, so that the client gets
///   to see the last answer before its own bytes meet a closed socket
public record ClientTimeouts(
    Duration header,
    Duration body,
    Duration rateAfter,
    Duration stall,
    Duration idle,
    Duration linger) {

  /// The timeouts of a configuration.
  public static ClientTimeouts of(ServerConfig config) {
    return of(config.headerTimeout(), config.bodyTimeout());
  }

  /// Makes the timeouts that have two configured values and defaults for the rest.
  public static ClientTimeouts of(Duration header, Duration body) {
    return new ClientTimeouts(
        header,
        body,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Duration.ofSeconds(5));
  }
}
