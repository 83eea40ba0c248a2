package dev.sluice.internal.wiring;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.queue.QueueSnapshot;
import dev.sluice.internal.admission.queue.RouteQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The controllers: one for all routes that share a provider, and with it targets and credentials.
/// Filled while the gateway is joined; then read by any thread.
public final class AdmissionControllers {
  private final GatewayConfig config;
  private final Map<String, AdmissionController> byProvider = new HashMap<>();
  private final Map<String, List<Entry>> entries = new LinkedHashMap<>();

  private record Entry(AdmissionController controller, RouteQueue routeQueue) {}

  AdmissionControllers(GatewayConfig config, Clock clock) {
    this.config = config;
    Map<String, Set<String>> groups = new HashMap<>();
    config.providers().stream()
        .map(ProviderConfig::name)
        .forEach(name -> groups.put(name, new HashSet<>(Set.of(name))));
    for (RouteConfig route : config.routes()) {
      join(route.targets().stream().map(TargetConfig::provider).toList(), groups);
    }
    Map<Set<String>, AdmissionController> controllers = new HashMap<>();
    groups.forEach(
        (name, group) ->
            byProvider.put(
                name,
                controllers.computeIfAbsent(
                    group, _ -> new AdmissionController(config.tenants(), clock))));
  }

  /// Targets that one route leads to belong together, and with all that they belonged to.
  private static void join(List<String> providers, Map<String, Set<String>> groups) {
    Set<String> together = new HashSet<>();
    providers.forEach(name -> together.addAll(groups.getOrDefault(name, Set.of())));
    together.forEach(name -> groups.put(name, together));
  }

  /// The admission controller of a provider's targets.
  AdmissionController of(String provider) {
    AdmissionController controller = byProvider.get(provider);
    if (controller == null) {
      throw new IllegalArgumentException("there is no provider `" + provider + "`");
    }
    return controller;
  }

  /// A new route's part of the queue at `controller`. Routes with one name are seen as one: a
  /// configured route may be called like the provider that another one passes names on to. A route
  /// that no call can reach, since only configured ones are served, is not seen.
  RouteQueue route(
      String route, AdmissionController controller, QueueConfig queue, boolean byModel) {
    RouteQueue routeQueue = controller.route(queue, byModel);
    if (config.discover() || config.routes().stream().anyMatch(r -> r.name().equals(route))) {
      entries.computeIfAbsent(route, _ -> new ArrayList<>()).add(new Entry(controller, routeQueue));
    }
    return routeQueue;
  }

  /// The routes.
  public Set<String> routes() {
    return Set.copyOf(entries.keySet());
  }

  /// The snapshot of the queue of `route`.
  public QueueSnapshot snapshot(String route) {
    List<Entry> there = entries.get(route);
    if (there == null) {
      throw new IllegalArgumentException("there is no route `" + route + "`");
    }
    return there.stream()
        .map(entry -> entry.controller().snapshot(entry.routeQueue()))
        .reduce(QueueSnapshot::and)
        .orElseThrow();
  }

  /// Refuses all that wait, and from now on all that would have to.
  public void close(Failed why) {
    Set.copyOf(byProvider.values()).forEach(controller -> controller.close(why));
  }
}
