package dev.sluice.lab.load;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

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
    ConfigFile file = ConfigFile.of(Doc.parse("lab.yaml", LISTEN + config, Map.of()));
    try {
      return new LocalGateway(GatewayProcess.start(file.config(), ProcessOptions.defaults()));
    } catch (CannotListen e) {
      throw new IllegalStateException("a port that the system chose is taken", e);
    }
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
