package dev.sluice.internal.wiring;

import dev.sluice.call.pipeline.Service;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.admission.Handover;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.probe.Probed;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.provider.StreamTrust;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.CredentialStats;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that one configuration is wired to. A gateway has one generation at a time and
/// replaces it whole; what goes on from one to the next is the same object in both. Built by
/// [Wiring], then immutable but for the state that its parts guard themselves.
///
/// @param revision counts the generations of a gateway, from 1
/// @param pipeline the pipeline that calls pass which arrive while this is the current generation
/// @param parts the parts of each route that the next generation may go on with
/// @param probes the targets that the gateway may ask by itself
public record Generation(
    long revision,
    GatewayConfig config,
    Catalogue catalogue,
    Service pipeline,
    AdmissionControllers controllers,
    QuotaRegistry quotas,
    RetryBudgets budgets,
    Breakers breakers,
    LatencyRegistry latencies,
    Gates gates,
    Map<String, StreamTrust> streams,
    Map<RouteParts.Key, RouteParts> parts,
    List<Rebinding> rebindings,
    List<Probed> probes) {

  /// A change of the targets of a route that goes on.
  @FunctionalInterface
  interface Rebinding {
    void into(Handover handover);
  }

  public Generation {
    streams = Map.copyOf(streams);
    parts = Map.copyOf(parts);
    rebindings = List.copyOf(rebindings);
    probes = List.copyOf(probes);
  }

  /// Makes this the generation whose targets grants are given for, in place of `before`: waiting
  /// calls and gates change their controllers in one step, and changed limits hold from then on. On
  /// a platform thread.
  public void takeOver(Generation before, long now) {
    var handover = new Handover();
    controllers.handover(before.controllers, handover);
    before.parts.forEach(
        (key, gone) -> {
          if (!parts.containsKey(key)) {
            handover.close(gone.admission());
          }
        });
    rebindings.forEach(rebinding -> rebinding.into(handover));
    handover.run(() -> publish(before, now), now);
    budgets.publish();
  }

  private void publish(Generation before, long now) {
    gates.publish();
    quotas.publish(now);
    budgets.takeOver(before.budgets);
  }

  /// Returns the origins of the providers.
  public Set<Origin> origins() {
    return config.providers().stream()
        .map(provider -> BaseUrl.of(provider).origin())
        .collect(Collectors.toSet());
  }

  /// Whether one of the providers speaks TLS.
  public boolean tls() {
    return config.providers().stream().anyMatch(ProviderConfig::tls);
  }

  /// Returns the statistics of the breakers.
  public List<BreakerStats> breakerStats() {
    return breakers.readouts();
  }

  /// Returns the statistics of the credentials.
  public List<CredentialStats> credentials() {
    return gates.credentials();
  }

  /// Returns the caches of the routes that have one, by the route's name.
  public Map<String, Cache> caches() {
    return parts.entrySet().stream()
        .filter(entry -> entry.getValue().cache().isPresent())
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), entry -> entry.getValue().cache().orElseThrow()));
  }
}
