package dev.sluice.server.edge;

import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.config.SluiceConfig;
import java.util.function.LongSupplier;

/// What of the heads of requests goes on with their calls. Immutable.
///
/// @param passed which headers may reach a provider
/// @param origins what is kept for expressions
/// @param passThroughs what is passed through
public record HeadRules(ClientHeaders passed, OriginRules origins, PassThroughs passThroughs) {
  /// Makes the rules of a configuration.
  ///
  /// @param wall the wall clock, in milliseconds since 1970
  public static HeadRules of(SluiceConfig config, LongSupplier wall) {
    return new HeadRules(
        ClientHeaders.ofAny(config.gateway().providers()),
        OriginRules.of(config.gateway(), config.server(), wall),
        PassThroughs.of(config.passThroughs()));
  }
}
