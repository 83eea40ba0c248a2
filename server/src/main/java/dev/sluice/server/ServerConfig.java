package dev.sluice.server;

import dev.sluice.server.edge.ClientKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Where the server listens, whom it serves, and what it takes from a client.
///
/// @param listen the address of its listener; port 0 takes any free one
/// @param keys the inbound keys; none: no key is asked, and only a loopback address will do
/// @param maxBody the largest body that a request may have, in bytes
/// @param bodies how many bytes all request bodies in memory may have together
/// @param headerTimeout how long a request's head may take to arrive, from its first byte on (from
///   the connection's start on for the first request)
/// @param bodyTimeout how long a request's body may bring nothing; after 10 s it must have brought
///   1 KiB for each second too, and may then take as long as it keeps to that
/// @param drain how long a stopping server waits for the calls that run
public record ServerConfig(
    InetSocketAddress listen,
    List<ClientKey> keys,
    int maxBody,
    long bodies,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration drain) {
  public ServerConfig {
    keys = List.copyOf(keys);
    if (keys.isEmpty() && !Listening.loopback(listen)) {
      throw new IllegalArgumentException(
          "server.listen "
              + Listening.text(listen)
              + " is reachable from outside: set server.keys, or listen on 127.0.0.1");
    }
    if (maxBody <= 0 || maxBody > bodies) {
      throw new IllegalArgumentException(
          "server.max_body " + maxBody + " must be above 0 and at most server.bodies " + bodies);
    }
  }

  /// Port 8080 on loopback, no key asked.
  public static ServerConfig defaults() {
    return new ServerConfig(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080),
        List.of(),
        32 << 20,
        1L << 30,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60));
  }
}
