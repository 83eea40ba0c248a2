package dev.sluice;

import dev.sluice.route.TargetConfig;
import java.util.List;

/// A route: the models it answers for, and where their calls go.
///
/// @param name its name in configuration
/// @param models exact names, `prefix*` patterns, `prefix/*` patterns (the prefix is cut where a
///   target passes the name on), or `*` for any
/// @param targets at least one
/// @param policy how its calls are treated
public record RouteConfig(
    String name, List<String> models, List<TargetConfig> targets, Policy policy) {
  public RouteConfig {
    models = List.copyOf(models);
    targets = List.copyOf(targets);
  }
}
