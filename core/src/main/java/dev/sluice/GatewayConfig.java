package dev.sluice;

import dev.sluice.provider.ProviderConfig;
import java.util.List;

/// What a gateway is made of.
///
/// @param providers by the order in which they were configured; the first one that lists a model
///   wins
/// @param routes by the order in which they were configured; an exact name wins over a pattern, a
///   longer pattern over a shorter
/// @param discover whether the models that providers list are routes too, under their own names,
///   and each provider a route `NAME/*`; so it is when no file says otherwise
public record GatewayConfig(
    List<ProviderConfig> providers, List<RouteConfig> routes, boolean discover) {
  public GatewayConfig {
    providers = List.copyOf(providers);
    routes = List.copyOf(routes);
  }
}
