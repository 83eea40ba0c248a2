package dev.sluice.lab.reload;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.ServerConfig.Drain;
import dev.sluice.server.config.SluiceConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configurations that follow each other. Two routes are always there, one of which always has
/// calls that wait. What changes: whether a third route joins their groups, a credential, a limit,
/// the name of a provider that comes and goes, and the bounds of the queue.
///
/// @param urls of two providers
record Configurations(List<URI> urls) {
  static final String STREAMED = "streamed";
  static final String QUEUED = "queued";

  /// The slots of the queued route, each for one call at a time.
  static final int SLOTS = 16;

  private static final Drain DRAIN = Drain.of(Duration.ofSeconds(5));

  /// Returns the `n`-th configuration; no two in a row are the same.
  SluiceConfig at(long n) {
    return new SluiceConfig(server(), new AdminConfig(anyPort(), Optional.empty()), gateway(n));
  }

  private GatewayConfig gateway(long n) {
    var providers = new ArrayList<ProviderConfig>();
    providers.add(provider("first", 0, "key-" + n / 3));
    providers.add(provider("second", 1, "key"));
    providers.add(provider("guest-" + n % 7, (int) (n % 2), "guest"));
    var routes = new ArrayList<RouteConfig>();
    routes.add(route(STREAMED, target("first")));
    routes.add(route(QUEUED, target("second")));
    if (n % 2 == 1) {
      routes.add(route("both", target("first"), target("second")));
    }
    if (n % 5 > 2) {
      routes.add(route("guests", target("guest-" + n % 7)));
    }
    var slots = new QuotaConfig(Map.of(), new Concurrency.Fixed(SLOTS + (int) (n % 3)));
    return new GatewayConfig(providers, routes, false, Map.of("second", slots), Map.of());
  }

  private ProviderConfig provider(String name, int at, String key) {
    return new ProviderConfig(
        name, ProviderType.COMPATIBLE, urls.get(at), List.of(new Secret(key)), true);
  }

  private static RouteConfig route(String name, TargetConfig... targets) {
    return new RouteConfig(name, List.of(name), List.of(targets), RoutePolicy.defaults());
  }

  private static TargetConfig target(String provider) {
    return new TargetConfig(provider, Optional.of("m"), 1, 0);
  }

  private static ServerConfig server() {
    return ServerConfig.defaults().at(anyPort()).stopping(DRAIN);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }
}
