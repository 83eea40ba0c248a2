package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.Routes;
import dev.sluice.internal.timeout.Prior;
import dev.sluice.internal.wiring.StateHolders;
import dev.sluice.internal.wiring.Translations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The plan that a gateway makes of a configuration, without starting one. For tools that explain.
///
/// @param config the configuration
public record GatewayPlan(GatewayConfig config) {

  /// A route that a model leads to.
  ///
  /// @param model the name that is passed on: without the pattern's prefix, where one has matched
  public record Match(RouteConfig route, String model) {}

  /// The built-in expectation of a model: how long its first token is worth waiting for before the
  /// target is known.
  ///
  /// @param reasoning whether its model thinks in silence, so that a pause means less
  public record Expectation(Duration firstToken, boolean reasoning) {}

  /// Returns the configured routes; where there are none, those that each provider has.
  public List<RouteConfig> routes() {
    Stream<RouteConfig> routes =
        config.discover()
            ? config.providers().stream().map(GatewayPlan::ownRoute)
            : config.routes().stream();
    return routes.toList();
  }

  private static RouteConfig ownRoute(ProviderConfig provider) {
    String name = provider.name();
    var passOn = new TargetConfig(name, Optional.empty(), 1, 0);
    return new RouteConfig(name, List.of(name + "/*"), List.of(passOn), RoutePolicy.defaults());
  }

  /// Returns the route that answers for `model`, of several the first; empty where none does.
  public Optional<Match> route(String model) {
    return routes(model).stream().findFirst();
  }

  /// Returns all routes that may answer for `model`, in the order in which they are asked: the
  /// first one counts whose condition holds for a call.
  public List<Match> routes(String model) {
    Map<String, RouteConfig> byName = new LinkedHashMap<>();
    Map<Route, List<String>> models = new LinkedHashMap<>();
    for (RouteConfig route : routes()) {
      byName.put(route.name(), route);
      models.put(named(route), route.models());
    }
    return Routes.of(models).all(model).stream()
        .flatMap(
            match ->
                Optional.ofNullable(byName.get(match.route().name()))
                    .map(route -> new Match(route, match.model()))
                    .stream())
        .toList();
  }

  /// Makes a route that is only looked up, never called.
  private static Route named(RouteConfig route) {
    return new Route(route.name(), Set.of(), (_, _) -> new Failed.Internal());
  }

  /// Returns the operations that a provider can be asked by translation, beside those that it is
  /// asked as they are.
  public static Set<Operation> translated(ProviderConfig provider) {
    return Translations.translated(provider);
  }

  /// Whether an account of a provider may hold stored responses, and its names prove no owner.
  public static boolean isUnproven(ProviderConfig provider) {
    return StateHolders.isUnproven(provider);
  }

  /// Returns what is expected of a model before it is called.
  ///
  /// @param provider the type of its provider in configuration: `openai`, `openrouter` ...
  public static Expectation expected(String provider, String model) {
    Prior prior = Prior.of(provider, model);
    return new Expectation(prior.firstToken(), prior.reasoning());
  }
}
