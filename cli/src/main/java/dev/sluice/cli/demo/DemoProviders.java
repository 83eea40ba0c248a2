package dev.sluice.cli.demo;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The simulated providers of the demonstration, the routes to them, and the calls that are made.
///
/// | provider | is                                                       |
/// |----------|----------------------------------------------------------|
/// | `fast`   | quick and well                                           |
/// | `slow`   | well, but ten times slower                               |
/// | `flaky`  | quick, and one call in five goes wrong in one of its ways |
/// | `moody`  | quick, and one call in fifteen gets no answer for 20 s    |
/// | `vectors` | well, for embeddings                                    |
/// | `mortal` | quick and well, until it refuses connections after 20 s  |
final class DemoProviders implements AutoCloseable {
  private static final String MODEL = "sim";
  private static final Duration LIFE = Duration.ofSeconds(20);
  private static final Distribution LENGTH = new Distribution.LogNormal(60, 0.6);
  private static final Speed QUICK = new Speed(millis(80, 0.3), millis(8, 0.3));
  private static final Speed UNHURRIED = new Speed(millis(250, 0.1), millis(1, 0.1));
  private static final Speed SLUGGISH = new Speed(millis(900, 0.5), millis(45, 0.4));

  private final List<Simulator> simulators = new ArrayList<>();
  private final List<ProviderConfig> providers = new ArrayList<>();

  private DemoProviders() {}

  /// Starts the providers.
  static DemoProviders start() {
    DemoProviders cast = new DemoProviders();
    Model quick = Model.named(MODEL).speed(QUICK).output(LENGTH);
    cast.add("fast", Scenario.of(quick));
    cast.add("slow", Scenario.of(quick.speed(SLUGGISH)).seed(2));
    cast.add("flaky", Scenario.of(quick.faults(ways())).seed(3));
    cast.add("moody", Scenario.of(quick.faults(mood())).seed(5));
    cast.add("vectors", Scenario.of(quick.speed(UNHURRIED)).seed(6));
    cast.add("mortal", Scenario.of(quick).seed(4).outage(TimeWindow.from(LIFE)));
    return cast;
  }

  /// Returns the configuration of a gateway in front of the providers. Four calls in five of `chat`
  /// go to the fast one.
  GatewayConfig gateway() {
    return new GatewayConfig(
        providers,
        List.of(
            route("chat", target("fast", 4, 0), target("slow", 1, 0)),
            route("shaky", target("flaky", 1, 0)),
            route("doomed", target("mortal", 1, 0), target("flaky", 1, 1), target("fast", 1, 2)),
            route("late", target("moody", 1, 0), target("fast", 1, 0)),
            embeddings()),
        false);
  }

  /// Returns the calls of one second: mixed, and equal every second.
  static List<DemoRequest> asks() {
    List<DemoRequest> asks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asks.add(i % 2 == 0 ? DemoRequest.streamedChat("chat") : DemoRequest.wholeChat("chat"));
      asks.add(DemoRequest.streamedChat("late"));
      asks.add(DemoRequest.streamedChat("shaky"));
      asks.add(i % 2 == 0 ? DemoRequest.streamedChat("doomed") : DemoRequest.wholeChat("doomed"));
    }
    asks.add(DemoRequest.message("chat"));
    asks.addAll(embeddingAsks());
    return asks;
  }

  private static List<DemoRequest> embeddingAsks() {
    return List.of(
        DemoRequest.embedding("embed", "a lock on a canal"),
        DemoRequest.embedding("embed", "gate # in a lock"),
        DemoRequest.embedding("embed", "gate # in a lock"),
        DemoRequest.embedding("embed", "boat # in a lock"));
  }

  @Override
  public void close() {
    simulators.forEach(Simulator::close);
  }

  private void add(String name, Scenario scenario) {
    Simulator simulator = Simulator.start(scenario, 0);
    simulators.add(simulator);
    URI url = URI.create(simulator.url());
    providers.add(new ProviderConfig(name, ProviderType.COMPATIBLE, url, List.of(), true));
  }

  /// Returns a route for embeddings: calls that are alike share an upstream call, and what was
  /// asked before is kept.
  private static RouteConfig embeddings() {
    var reuse =
        new ReuseConfig(
            Optional.of(CacheConfig.defaults()), true, Optional.of(BatchConfig.defaults()));
    return new RouteConfig(
        "embed",
        List.of("embed"),
        List.of(target("vectors", 1, 0)),
        RoutePolicy.defaults().with(reuse));
  }

  private static FaultRule mood() {
    return FaultRule.sometimes(new FaultCall(Fault.DELAY, "20s"), 1.0 / 15);
  }

  private static FaultRule[] ways() {
    return new FaultRule[] {
      FaultRule.sometimes(new FaultCall(Fault.STATUS, "503"), 0.1),
      FaultRule.sometimes(new FaultCall(Fault.RESET_AFTER, "3"), 0.05),
      FaultRule.sometimes(new FaultCall(Fault.THROTTLE, "seconds:1"), 0.05)
    };
  }

  private static RouteConfig route(String name, TargetConfig... targets) {
    return new RouteConfig(name, List.of(name), List.of(targets), RoutePolicy.defaults());
  }

  private static TargetConfig target(String provider, int weight, int rank) {
    return new TargetConfig(provider, Optional.of(MODEL), weight, rank);
  }

  private static Distribution millis(long median, double sigma) {
    return new Distribution.LogNormal(Duration.ofMillis(median).toNanos(), sigma);
  }
}
