package dev.sluice.internal.wiring;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.Handover;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.stats.QueueStats;
import dev.sluice.stats.WaitingGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The admission controllers of a generation: one for all routes that share a provider, and with it
/// targets and credentials. Filled while a generation is built; then read by any thread.
public final class AdmissionControllers implements QueueStats {
  private final GatewayConfig config;
  private final Map<String, AdmissionController> byProvider = new HashMap<>();
  private final Map<Set<String>, AdmissionController> byGroup = new HashMap<>();
  private final Map<String, List<Admission>> entries = new LinkedHashMap<>();

  AdmissionControllers(GatewayConfig config, Clock clock) {
    this(config, Map.of(), clock);
  }

  /// @param before the controllers of groups that may go on
  private AdmissionControllers(
      GatewayConfig config, Map<Set<String>, AdmissionController> before, Clock clock) {
    this.config = config;
    groups(config)
        .forEach(
            (name, group) -> {
              AdmissionController known = before.get(group);
              byProvider.put(
                  name,
                  byGroup.computeIfAbsent(
                      group,
                      _ ->
                          known == null
                              ? new AdmissionController(config.tenants(), clock)
                              : known));
            });
  }

  /// Returns the controllers of the next generation: a group of the same providers, whose calls
  /// have the same weights, keeps its controller.
  AdmissionControllers next(GatewayConfig next, Clock clock) {
    boolean sameWeights = next.tenants().equals(config.tenants());
    return new AdmissionControllers(next, sameWeights ? byGroup : Map.of(), clock);
  }

  /// Adds to `handover` the controllers of `before` and these, between which calls and gates move.
  void handover(AdmissionControllers before, Handover handover) {
    byGroup.values().forEach(handover::with);
    before.byGroup.forEach(
        (group, controller) -> {
          if (byGroup.containsValue(controller)) {
            handover.with(controller);
          } else {
            handover.redirectTo(controller, successors(group));
          }
        });
  }

  private Map<String, AdmissionController> successors(Set<String> group) {
    Map<String, AdmissionController> successors = new HashMap<>(byProvider);
    successors.keySet().retainAll(group);
    return successors;
  }

  private static Map<String, Set<String>> groups(GatewayConfig config) {
    Map<String, Set<String>> groups = new HashMap<>();
    config.providers().stream()
        .map(ProviderConfig::name)
        .forEach(name -> groups.put(name, new HashSet<>(Set.of(name))));
    for (RouteConfig route : config.routes()) {
      join(route.targets().stream().map(TargetConfig::provider).toList(), groups);
    }
    return groups;
  }

  /// Joins the groups of all providers that one route leads to.
  private static void join(List<String> providers, Map<String, Set<String>> groups) {
    Set<String> together = new HashSet<>();
    providers.forEach(name -> together.addAll(groups.getOrDefault(name, Set.of())));
    together.forEach(name -> groups.put(name, together));
  }

  /// Returns the admission controller of a provider's targets.
  AdmissionController of(String provider) {
    AdmissionController controller = byProvider.get(provider);
    if (controller == null) {
      throw new IllegalArgumentException("there is no provider `" + provider + "`");
    }
    return controller;
  }

  /// Adds the queue of a route to the statistics. Routes with one name are shown as one: a
  /// configured route may be called like the provider that another one passes names on to. A route
  /// that no call can reach, since only configured ones are served, is not shown.
  void show(String route, Admission admission) {
    if (config.discover() || config.routes().stream().anyMatch(r -> r.name().equals(route))) {
      entries.computeIfAbsent(route, _ -> new ArrayList<>()).add(admission);
    }
  }

  @Override
  public Set<String> routes() {
    return Set.copyOf(entries.keySet());
  }

  @Override
  public QueueSnapshot snapshot(String route) {
    List<Admission> there = entries.get(route);
    if (there == null) {
      throw new IllegalArgumentException("there is no route `" + route + "`");
    }
    return there.stream().map(Admission::snapshot).reduce(QueueSnapshot::and).orElseThrow();
  }

  @Override
  public List<WaitingGroup> groups(String route) {
    return entries.getOrDefault(route, List.of()).stream()
        .flatMap(admission -> admission.groups().stream())
        .toList();
  }

  /// Refuses all calls that wait, and from now on all that would have to.
  public void close(Failed why) {
    Set.copyOf(byProvider.values()).forEach(controller -> controller.close(why));
  }
}
