package dev.sluice.server.config;

import dev.sluice.call.request.UsageMember;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pass-through: paths of a provider's own that requests pass to as they are.
///
/// @param name what it is called
/// @param provider the provider's configured name
/// @param allow the methods and paths that pass
/// @param usage what answers tell of their usage
/// @param teams the teams that may use it; empty for all
public record PassThroughConfig(
    String name, String provider, List<AllowedPath> allow, List<Told> usage, Set<String> teams) {

  /// What a member of answers tells, and how much that may be.
  ///
  /// @param usual how many units a request is likely to take, and is charged for where its answer
  ///   does not tell; 0 for tokens
  /// @param most how many it takes at most; 0 for tokens
  public record Told(UsageMember member, long usual, long most) {}

  public PassThroughConfig {
    allow = List.copyOf(allow);
    usage = List.copyOf(usage);
    teams = Set.copyOf(teams);
  }

  /// The name by which it is a model and a route, has a price, and is allowed to keys.
  public String word() {
    return ConfigNames.PASS_THROUGH + name;
  }

  /// The route of its requests: to the one provider, each sent once, since nobody knows whether it
  /// may be sent again.
  public RouteConfig route() {
    RoutePolicy usual = RoutePolicy.defaults();
    var once =
        new RoutePolicy(
            usual.timeout(),
            usual.upstreamStream(),
            RetryConfig.off(),
            RaceConfig.off(),
            usual.breaker(),
            usual.queue(),
            usual.reuse(),
            usual.commit(),
            usual.choice(),
            Optional.empty(),
            usual.strictTranslation());
    var target = new TargetConfig(provider, Optional.of(word()), 1, 0);
    return new RouteConfig(word(), List.of(word()), List.of(target), once);
  }
}
