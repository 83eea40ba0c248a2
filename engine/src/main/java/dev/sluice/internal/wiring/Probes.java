package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.probe.Probed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The targets of one generation that the gateway may ask by itself. A target that several routes
/// treat alike is asked once. Filled while the generation is built.
final class Probes {
  private final GatewayConfig config;
  private final Providers providers;
  private final Breakers breakers;
  private final RouteFactory routes;
  private final AdmissionControllers controllers;
  private final Clock clock;
  private final Map<Breaker, Probed> all = new LinkedHashMap<>();

  Probes(
      GatewayConfig config,
      Providers providers,
      Breakers breakers,
      RouteFactory routes,
      AdmissionControllers controllers,
      Clock clock) {
    this.config = config;
    this.providers = providers;
    this.breakers = breakers;
    this.routes = routes;
    this.controllers = controllers;
    this.clock = clock;
  }

  /// Returns all targets that may be asked.
  List<Probed> all() {
    return List.copyOf(all.values());
  }

  /// Adds a target of a route, where the route's policy allows it and the target has a model.
  ///
  /// @param made the target with each of its credentials
  void offer(String route, TargetConfig target, RoutePolicy policy, List<Target> made) {
    policy
        .breaker()
        .filter(breaker -> breaker.probe() == BreakerConfig.Probe.CALL)
        .filter(_ -> target.model().isPresent())
        .ifPresent(
            treated -> {
              Breaker breaker = breaker(target, treated, made.getFirst().name());
              all.computeIfAbsent(breaker, _ -> probed(route, target, policy, made, breaker));
            });
  }

  private Breaker breaker(TargetConfig target, BreakerConfig treated, String name) {
    return breakers.of(name, Translations.supported(providers.of(target), target.model()), treated);
  }

  private Probed probed(
      String route, TargetConfig target, RoutePolicy policy, List<Target> made, Breaker breaker) {
    RouteConfig own = TargetProbe.route(route, target, policy);
    // Admission alone, since probes count for nothing.
    Service admission =
        routes
            .route(
                new RouteParts.Key(own.name(), false),
                RouteParts.Source.of(own, providers.byName(), config),
                made,
                controllers.of(target.provider()))
            .admission();
    String model = target.model().orElseThrow();
    return new TargetProbe(providers.of(target), model, breaker, controllers, clock, admission);
  }
}
