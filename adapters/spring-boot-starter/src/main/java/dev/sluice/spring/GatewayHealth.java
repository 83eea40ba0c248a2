package dev.sluice.spring;

import dev.sluice.Gateway;
import dev.sluice.call.Failed.Scope;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.CredentialStats;
import dev.sluice.stats.GatewayStats;
import dev.sluice.stats.State;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The health of a gateway: down while none of its targets is available. A target is not available
/// while all its circuits for one operation are open, or while all credentials of its provider are
/// set aside. The details say of each target what keeps calls from it. No provider is asked for
/// this.
record GatewayHealth(Gateway gateway) implements HealthIndicator {
  private static final String AVAILABLE = "available";

  @Override
  public Health health() {
    Map<String, String> targets = targets(gateway.stats());
    boolean down = !targets.isEmpty() && !targets.containsValue(AVAILABLE);
    return (down ? Health.down() : Health.up()).withDetails(targets).build();
  }

  private Map<String, String> targets(GatewayStats stats) {
    Map<String, List<BreakerStats>> circuits =
        stats.breakers().stream().collect(Collectors.groupingBy(BreakerStats::target));
    Map<String, String> targets = new TreeMap<>();
    for (RouteConfig route : gateway.plan().routes()) {
      for (TargetConfig target : route.targets()) {
        List<BreakerStats> own = circuits.getOrDefault(target.name(), List.of());
        targets.put(target.name(), state(target.provider(), own, stats.credentials()));
      }
    }
    return targets;
  }

  private static String state(
      String provider, Collection<BreakerStats> circuits, List<CredentialStats> credentials) {
    List<CredentialStats> own =
        credentials.stream().filter(one -> one.provider().equals(provider)).toList();
    if (!own.isEmpty() && own.stream().allMatch(one -> one.aside(Scope.ACCOUNT) > 0)) {
      return "all credentials are set aside";
    }
    String open =
        circuits.stream()
            .filter(circuit -> circuit.best() == State.OPEN)
            .map(circuit -> circuit.operation().name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
    return open.isEmpty() ? AVAILABLE : "circuit open for " + open;
  }
}
