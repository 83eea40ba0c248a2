package dev.sluice.cli.explain;

import dev.sluice.GatewayPlan;
import dev.sluice.GatewayPlan.Expectation;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.config.value.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The timeouts of a route, and whether each is its own, a default of the file, or built in.
///
/// @param model the name that targets without one of their own pass on
/// @param type a provider's type in configuration, by its name
record TimeoutLines(
    Loaded.Origin origin, RouteConfig route, String model, UnaryOperator<String> type) {

  void addTo(Table table) {
    TimeoutConfig timeout = route.policy().timeout();
    row(table, "connect", Durations.show(timeout.connect()));
    row(table, "first_token", show(timeout.firstToken()));
    if (!(timeout.firstToken() instanceof Bound.Fixed)) {
      priors().forEach((target, prior) -> table.row(target, prior));
    }
    row(table, "stall", show(timeout.stall()));
    row(table, "total", Durations.show(timeout.total()));
  }

  private void row(Table table, String key, String value) {
    table.row("  " + key, value, origin.ofRoute(route, "timeout", key).orElse("default"));
  }

  /// The built-in expectation of each target's model before it is called.
  private Map<String, String> priors() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (TargetConfig target : route.targets()) {
      String name = target.model().orElse(model);
      Expectation prior = GatewayPlan.expected(type.apply(target.provider()), name);
      String thinks = prior.reasoning() ? ", reasoning" : "";
      lines.put(
          "    " + target.provider() + "/" + name,
          "prior " + Durations.show(prior.firstToken()) + thinks);
    }
    return lines;
  }

  private static String show(Bound bound) {
    return switch (bound) {
      case Bound.Fixed(Duration value) -> Durations.show(value);
      case Bound.Adaptive(Duration floor, Duration ceiling) ->
          "adaptive, " + Durations.show(floor) + " to " + Durations.show(ceiling);
    };
  }
}
