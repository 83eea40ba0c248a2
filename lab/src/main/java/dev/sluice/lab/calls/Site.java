package dev.sluice.lab.calls;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.calls.Workload.PlannedRequest;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.process.MetricsReader;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.IntPredicate;

/// A gateway in front of a simulated provider, over real sockets.
final class Site implements AutoCloseable {
  /// The settings of a gateway without features that save calls.
  static final String NONE = "";

  /// The settings of a gateway with all features that save calls.
  static final String ALL = ", cache: {max: 64MiB}, coalesce: true, batch: {max_items: 256}";

  private static final String MODEL = "m";
  private static final Speed SPEED = Speed.of(Duration.ofMillis(100), Duration.ZERO);

  private final Simulator simulator;
  private final LocalGateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Site(Simulator simulator, LocalGateway gateway) {
    this.simulator = simulator;
    this.gateway = gateway;
  }

  /// @param reuse [#NONE] or [#ALL]
  /// @param limits what the provider allows
  static Site start(String reuse, ModelLimits limits) {
    var scenario = Scenario.of(Model.named(MODEL).speed(SPEED).limits(limits));
    Simulator simulator = Simulator.start(scenario, 0);
    try (var rollback = Rollback.of(simulator::close)) {
      return rollback.keep(new Site(simulator, LocalGateway.start(config(reuse, simulator))));
    }
  }

  /// No call is repeated or waits: what the provider refuses is counted.
  private static String config(String reuse, Simulator simulator) {
    return """
        providers: {sim: {type: compatible, url: "%s", allow_private: true}}
        routes:
          all:
            {models: [m], targets: [{provider: sim, model: m}],
             retry: off, breaker: off, queue: {calls: 1, max_wait: 1ms}%s}
        """
        .formatted(simulator.url(), reuse);
  }

  /// Makes a call, and returns its status.
  int call(PlannedRequest ask) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.base() + ask.path()))
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
    var request = HttpRequest.newBuilder(gateway.metrics()).build();
    return (long)
        MetricsReader.sum(client.send(request, BodyHandlers.ofString()).body(), name, label);
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.close();
    simulator.close();
  }
}
