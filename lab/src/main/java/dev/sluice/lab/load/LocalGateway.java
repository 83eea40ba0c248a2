package dev.sluice.lab.load;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A Sluice in this process, on the loopback address.
public final class LocalGateway implements AutoCloseable {
  private static final String LISTEN =
      """
      server: {listen: "127.0.0.1:0", drain: 1s}
      admin: {listen: "127.0.0.1:0"}
      """;

  private final GatewayProcess gateway;

  private LocalGateway(GatewayProcess gateway) {
    this.gateway = gateway;
  }

  /// Starts a gateway in this process.
  ///
  /// @param config its providers and routes
  public static LocalGateway start(String config) {
    return start(config, UnaryOperator.identity());
  }

  /// Starts a gateway in this process.
  ///
  /// @param config its providers and routes
  /// @param change makes the policy of a route from what `config` says of it
  public static LocalGateway start(String config, UnaryOperator<RoutePolicy> change) {
    ConfigFile file = ConfigFile.of(Doc.parse("lab.yaml", LISTEN + config, Map.of()));
    SluiceConfig read = file.config();
    var changed = new SluiceConfig(read.server(), read.admin(), changed(read.gateway(), change));
    try {
      return new LocalGateway(GatewayProcess.start(changed, ProcessOptions.defaults()));
    } catch (CannotListen e) {
      throw new IllegalStateException("a port that the system chose is taken", e);
    }
  }

  private static GatewayConfig changed(GatewayConfig read, UnaryOperator<RoutePolicy> change) {
    List<RouteConfig> routes =
        read.routes().stream()
            .map(
                route ->
                    new RouteConfig(
                        route.name(),
                        route.models(),
                        route.defaults(),
                        route.targets(),
                        change.apply(route.policy())))
            .toList();
    return new GatewayConfig(
        read.providers(), routes, read.discover(), read.quotas(), read.tenants(), read.models());
  }

  /// Returns the base URL of the gateway's API.
  public URI base() {
    return URI.create(at(gateway.address()) + "/v1");
  }

  /// Returns the address of the gateway's metrics.
  public URI metrics() {
    return URI.create(at(gateway.adminAddress()) + "/metrics");
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String at(InetSocketAddress address) {
    return "http://127.0.0.1:" + address.getPort();
  }
}
