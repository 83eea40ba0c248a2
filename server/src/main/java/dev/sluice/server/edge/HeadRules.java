package dev.sluice.server.edge;

import dev.sluice.config.GatewayConfig;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.config.ServerConfig;
import java.util.function.LongSupplier;

/// What of the heads of requests goes on with their calls. Immutable.
///
/// @param passed which headers may reach a provider
/// @param origins what is kept for expressions
public record HeadRules(ClientHeaders passed, OriginRules origins) {

  /// Makes the rules of a configuration.
  ///
  /// @param server whose limits and tags may ask for something of a head
  /// @param wall the wall clock, in milliseconds since 1970
  public static HeadRules of(GatewayConfig gateway, ServerConfig server, LongSupplier wall) {
    return new HeadRules(
        ClientHeaders.ofAny(gateway.providers()), OriginRules.of(gateway, server, wall));
  }
}
