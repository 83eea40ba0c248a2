package dev.sluice.config;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.RoutePolicy;
import java.util.List;
import java.util.Map;

/// A route: the models it answers for, and where their calls go.
///
/// @param name its name in configuration
/// @param models exact names, `prefix*` patterns, `prefix/*` patterns (the prefix is cut where a
///   target passes the name on), or `*` for any
/// @param defaults the model of calls that name none, by operation; each a name that the route
///   answers for
/// @param targets the targets, at least one
/// @param policy how the route's calls are treated
public record RouteConfig(
    String name,
    List<String> models,
    Map<Operation, String> defaults,
    List<TargetConfig> targets,
    RoutePolicy policy) {
  public RouteConfig {
    models = List.copyOf(models);
    defaults = Map.copyOf(defaults);
    targets = List.copyOf(targets);
  }

  /// A route whose calls all name their model, or leave it to the provider.
  public RouteConfig(
      String name, List<String> models, List<TargetConfig> targets, RoutePolicy policy) {
    this(name, models, Map.of(), targets, policy);
  }
}
