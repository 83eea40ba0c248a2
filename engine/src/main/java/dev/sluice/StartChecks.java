package dev.sluice;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;

/// Checks what a gateway needs, before it starts anything.
final class StartChecks {
  private StartChecks() {}

  /// @throws IllegalArgumentException if the configuration has no providers, or a route without
  ///   targets
  /// @throws IllegalStateException if the versions of Netty on the class path are mixed or too old
  static void check(GatewayConfig config) {
    NettyVersions.check(StartChecks.class.getClassLoader());
    if (config.providers().isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration has no providers: add one, and a route to it or discover");
    }
    for (RouteConfig route : config.routes()) {
      if (route.targets().isEmpty()) {
        throw new IllegalArgumentException(
            "the route " + route.name() + " has no targets: add at least one");
      }
    }
  }
}
