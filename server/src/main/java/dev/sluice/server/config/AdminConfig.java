package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The listener for health and metrics; never on the port that serves calls.
///
/// @param listen the address of the listener; port 0 takes any free one
/// @param token what a reader has to show as a bearer token; must be there beyond loopback
public record AdminConfig(InetSocketAddress listen, Optional<Secret> token) {
  public AdminConfig {
    if (token.isEmpty() && !ListenAddresses.loopback(listen)) {
      throw new IllegalArgumentException(
          "admin.listen "
              + ListenAddresses.text(listen)
              + " is reachable from outside: set admin.token, or listen on 127.0.0.1");
    }
  }

  /// Port 9090 on loopback, no token asked.
  public static AdminConfig defaults() {
    return new AdminConfig(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9090), Optional.empty());
  }
}
