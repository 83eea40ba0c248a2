package dev.sluice.server.edge;

import dev.sluice.config.GatewayConfig;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.client.ClientTag;
import java.util.List;
import java.util.function.LongSupplier;

/// What of the heads of requests goes on with their calls. Immutable.
///
/// @param passed which headers may reach a provider
/// @param origins what is kept for expressions
public record HeadRules(ClientHeaders passed, OriginRules origins) {

  /// Makes the rules of a configuration.
  ///
  /// @param tags the tags that calls have
  /// @param wall the wall clock, in milliseconds since 1970
  public static HeadRules of(GatewayConfig gateway, List<ClientTag> tags, LongSupplier wall) {
    return new HeadRules(
        ClientHeaders.ofAny(gateway.providers()), OriginRules.of(gateway, tags, wall));
  }
}
