package dev.sluice.internal.shadow;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.BreakerConfig.Probe;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.UpstreamStream;
import java.util.List;
import java.util.Map;

/// The route that the copies of another route's calls take: one target, one attempt, no reuse of
/// answers.
public final class ShadowRoute {
  /// The end of such a route's name. No configured name has a blank.
  private static final String SUFFIX = " shadow";

  private ShadowRoute() {}

  /// Returns the route of the copies of calls of `route`.
  public static RouteConfig of(RouteConfig route, RoutePolicy.Shadow shadow) {
    var target = new TargetConfig(shadow.provider(), shadow.model(), 1, 0);
    RoutePolicy policy =
        route
            .policy()
            .with(UpstreamStream.NEVER)
            .with(RetryConfig.off())
            .with(RaceConfig.off())
            .with(ReuseConfig.none())
            .with(route.policy().breaker().map(ShadowRoute::unpaid))
            .with(RoutePolicy.Choice.plain());
    return new RouteConfig(
        route.name() + SUFFIX, route.models(), Map.of(), List.of(target), policy);
  }

  /// Returns the breaker's configuration without probes by calls: the gateway asks nothing by
  /// itself for the sake of copies.
  private static BreakerConfig unpaid(BreakerConfig breaker) {
    return breaker.probe() == Probe.CALL ? breaker.with(Probe.LIST) : breaker;
  }

  /// Whether a route of this name is one for copies.
  public static boolean isNamed(String route) {
    return route.endsWith(SUFFIX);
  }
}
