package dev.sluice.lab.batch;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.ServerConfig.Drain;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A gateway with two routes to the model `m`, each at a simulated provider of its own: `batched`,
/// and `alone`, which is as that but for batching.
final class BatchRig implements AutoCloseable {
  static final BatchConfig BATCH = BatchConfig.defaults();

  private final Simulator shared;
  private final Simulator alone;
  private final GatewayProcess serving;

  /// @param shared the provider behind `batched`
  /// @param alone the one behind `alone`
  BatchRig(Scenario shared, Scenario alone) throws CannotListen {
    this.shared = Simulator.start(shared, 0);
    this.alone = Simulator.start(alone, 0);
    this.serving = GatewayProcess.start(config(), ProcessOptions.defaults());
  }

  GatewayProcess serving() {
    return serving;
  }

  /// How many calls have come to the provider behind `route`.
  long upstream(String route) {
    Simulator simulator = route.equals("batched") ? shared : alone;
    return simulator.recorded().calls(kind -> kind.model().equals("m"));
  }

  private SluiceConfig config() {
    ServerConfig server =
        ServerConfig.defaults().at(loopback()).stopping(Drain.of(Duration.ofSeconds(5)));
    var gateway =
        new GatewayConfig(
            List.of(provider("shared", shared), provider("alone", alone)),
            List.of(
                route(
                    "batched",
                    "shared",
                    new ReuseConfig(Optional.empty(), false, Optional.of(BATCH))),
                route("alone", "alone", ReuseConfig.none())),
            false);
    return new SluiceConfig(server, new AdminConfig(loopback(), Optional.empty()), gateway);
  }

  private static ProviderConfig provider(String name, Simulator simulator) {
    URI url = URI.create(simulator.url());
    return new ProviderConfig(name, ProviderType.COMPATIBLE, url, List.of(), true);
  }

  private static RouteConfig route(String name, String provider, ReuseConfig reuse) {
    var target = new TargetConfig(provider, Optional.of("m"), 1, 0);
    RoutePolicy policy = RoutePolicy.defaults().with(Optional.empty()).with(reuse);
    return new RouteConfig(name, List.of(name), List.of(target), policy);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  @Override
  public void close() {
    try {
      serving.drainAndClose();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      shared.close();
      alone.close();
    }
  }
}
