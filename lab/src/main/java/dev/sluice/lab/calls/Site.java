package dev.sluice.lab.calls;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.lab.calls.Workload.PlannedRequest;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A gateway in front of a simulated provider, over real sockets.
final class Site implements AutoCloseable {
  /// The configuration of a gateway with all features that save calls.
  static final ReuseConfig ALL =
      new ReuseConfig(
          Optional.of(CacheConfig.defaults()), true, Optional.of(BatchConfig.defaults()));

  private static final String MODEL = "m";
  private static final Speed SPEED = Speed.of(Duration.ofMillis(100), Duration.ZERO);

  private final Simulator simulator;
  private final GatewayProcess serving;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Site(Simulator simulator, GatewayProcess serving) {
    this.simulator = simulator;
    this.serving = serving;
  }

  /// @param limits what the provider allows
  static Site start(ReuseConfig reuse, ModelLimits limits) throws CannotListen {
    var scenario = Scenario.of(Model.named(MODEL).speed(SPEED).limits(limits));
    Simulator simulator = Simulator.start(scenario, 0);
    try {
      return new Site(simulator, serving(reuse, simulator));
    } catch (CannotListen e) {
      simulator.close();
      throw e;
    }
  }

  private static GatewayProcess serving(ReuseConfig reuse, Simulator simulator)
      throws CannotListen {
    var provider =
        new ProviderConfig(
            "sim", ProviderType.COMPATIBLE, URI.create(simulator.url()), List.of(), true);
    var target = new TargetConfig("sim", Optional.of(MODEL), 1, 0);
    RoutePolicy policy =
        RoutePolicy.defaults()
            .with(RetryConfig.off())
            .with(Optional.empty())
            .with(impatient())
            .with(reuse);
    var route = new RouteConfig("all", List.of(MODEL), List.of(target), policy);
    var gateway = new GatewayConfig(List.of(provider), List.of(route), false);
    return GatewayProcess.start(
        new SluiceConfig(server(), new AdminConfig(anyPort(), Optional.empty()), gateway),
        ProcessOptions.defaults());
  }

  /// A call that cannot be served at once is refused: the rate of refusals is compared.
  private static QueueConfig impatient() {
    QueueConfig d = QueueConfig.defaults();
    return new QueueConfig(1, d.tokens(), d.bytes(), QueueConfig.WAIT_MIN, false);
  }

  private static ServerConfig server() {
    ServerConfig d = ServerConfig.defaults();
    return new ServerConfig(
        anyPort(),
        List.of(),
        d.maxBody(),
        d.bodies(),
        d.headerTimeout(),
        d.bodyTimeout(),
        Duration.ofSeconds(5));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /// Makes one call, and waits for its whole answer.
  ///
  /// @return its status
  int call(PlannedRequest ask) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(serving.url() + ask.path()))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(ask.body()))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /// How many calls the provider has answered with such a status; looks at its models are none.
  long sent(IntPredicate status) {
    return simulator
        .recorded()
        .calls(kind -> kind.model().equals(MODEL) && status.test(kind.status()));
  }

  /// The sum of a metric's samples whose line holds `label`.
  long metric(String name, String label) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(serving.adminUrl() + "/metrics")).build();
    return (long)
        client
            .send(request, BodyHandlers.ofLines())
            .body()
            .filter(line -> line.startsWith(name) && line.contains(label))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  @Override
  public void close() {
    client.shutdownNow();
    try {
      serving.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    simulator.close();
  }
}
