package dev.sluice.lab.admit;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.QueueConfig;
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
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated provider with limits, and a gateway in front of it, both on the loopback address.
record Stage(Simulator provider, GatewayProcess gateway) implements AutoCloseable {
  static final String MODEL = "sim";
  private static final String PROVIDER = "lab";
  private static final int THROTTLED = 429;
  private static final Drain DRAIN = Drain.of(Duration.ofSeconds(2));

  /// Starts both.
  ///
  /// @param maxWait how long calls may wait in the gateway
  /// @param type the provider's: not every one is asked to report what a call has used
  static Stage start(ProviderRates rates, Duration maxWait, ProviderType type) throws CannotListen {
    ProviderSpeed speed = ProviderSpeed.DEFAULT;
    Model model =
        Model.named(MODEL)
            .speed(Speed.of(Duration.ofNanos(speed.first()), Duration.ofNanos(speed.token())))
            .output(Stretch.OUTPUT)
            .limits(rates.limits());
    Simulator provider = Simulator.start(Scenario.of(model), 0);
    try {
      return new Stage(
          provider,
          GatewayProcess.start(config(provider, rates, maxWait, type), ProcessOptions.defaults()));
    } catch (CannotListen e) {
      provider.close();
      throw e;
    }
  }

  private static SluiceConfig config(
      Simulator provider, ProviderRates rates, Duration maxWait, ProviderType type) {
    return new SluiceConfig(
        ServerConfig.defaults().at(loopback()).stopping(DRAIN),
        new AdminConfig(loopback(), Optional.empty()),
        gateway(URI.create(provider.url()), rates, maxWait, type));
  }

  private static GatewayConfig gateway(
      URI url, ProviderRates rates, Duration maxWait, ProviderType type) {
    var provider = new ProviderConfig(PROVIDER, type, url, List.of(), true);
    return new GatewayConfig(
        List.of(provider),
        List.of(route(maxWait)),
        false,
        Map.of(PROVIDER, Knowledge.BOTH.config(rates)),
        Map.of());
  }

  private static RouteConfig route(Duration maxWait) {
    var target = new TargetConfig(PROVIDER, Optional.of(MODEL), 1, 0);
    QueueConfig d = QueueConfig.defaults();
    var queue = new QueueConfig(d.calls(), d.tokens(), d.bytes(), maxWait, false);
    RoutePolicy policy = RoutePolicy.defaults().with(queue);
    return new RouteConfig("lab", List.of(MODEL), List.of(target), policy);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /// Returns the address of the gateway's chats.
  URI chat() {
    int port = gateway.address().getPort();
    return URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
  }

  /// Returns how many attempts reached the provider.
  long attempts() {
    return provider.recorded().calls(kind -> kind.model().equals(MODEL));
  }

  /// Returns how many attempts the provider refused for a limit.
  long refused() {
    return provider.recorded().calls(kind -> kind.status() == THROTTLED);
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      provider.close();
    }
  }
}
