package dev.sluice.config;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.RoutePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A route: the models it answers for, and where their calls go.
///
/// @param name its name in configuration
/// @param models exact names, `prefix*` patterns, `prefix/*` patterns (the prefix is cut where a
///   target passes the name on), or `*` for any
/// @param defaults the model of calls that name none, by operation; each a name that the route
///   answers for
/// @param targets the targets, at least one
/// @param policy how the route's calls are treated
/// @param when the calls that the route answers; empty for all. A model may be that of several
///   routes of which all but the last have a condition: the first one counts whose condition holds
public record RouteConfig(
    String name,
    List<String> models,
    Map<Operation, String> defaults,
    List<TargetConfig> targets,
    RoutePolicy policy,
    Optional<Condition> when) {
  public RouteConfig {
    models = List.copyOf(models);
    defaults = Map.copyOf(defaults);
    targets = List.copyOf(targets);
  }

  /// A route that answers all calls for its models.
  public RouteConfig(
      String name,
      List<String> models,
      Map<Operation, String> defaults,
      List<TargetConfig> targets,
      RoutePolicy policy) {
    this(name, models, defaults, targets, policy, Optional.empty());
  }

  /// A route whose calls all name their model, or leave it to the provider.
  public RouteConfig(
      String name, List<String> models, List<TargetConfig> targets, RoutePolicy policy) {
    this(name, models, Map.of(), targets, policy);
  }
}
