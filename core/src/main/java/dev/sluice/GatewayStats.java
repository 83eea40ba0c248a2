package dev.sluice;

import dev.sluice.internal.breaker.BreakerStats;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.credential.CredentialStats;
import dev.sluice.internal.memory.HeapBudget;
import dev.sluice.internal.retry.Budgets;
import dev.sluice.internal.timeout.learn.LatencyRegistry;
import dev.sluice.internal.transport.ConnectionCounts;
import dev.sluice.internal.wiring.AdmissionControllers;
import dev.sluice.internal.wiring.Generation;
import dev.sluice.internal.wiring.QuotaRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A view of what a gateway's features hold under one configuration, whose parts show what is now.
/// [GatewayMeters] makes meters of it. Safe for any thread but a loop.
///
/// @param queues the calls that wait for grants, by route
/// @param quotas those of the credentials
/// @param caches those of the routes that have one, by the route's name
/// @param memory the account of all memory that grows with what peers send
/// @param budgets how many attempts may be repeats, by target
/// @param breakers the circuit breakers, by target and operation
/// @param credentials the providers' credentials
/// @param latencies what is learned of the targets' times
/// @param connections those to providers, by origin
public record GatewayStats(
    AdmissionControllers queues,
    QuotaRegistry quotas,
    Map<String, Cache> caches,
    HeapBudget memory,
    Budgets budgets,
    List<BreakerStats> breakers,
    List<CredentialStats> credentials,
    LatencyRegistry latencies,
    Supplier<Collection<ConnectionCounts>> connections) {
  public GatewayStats {
    caches = Map.copyOf(caches);
    breakers = List.copyOf(breakers);
    credentials = List.copyOf(credentials);
  }

  static GatewayStats of(
      Generation generation,
      HeapBudget memory,
      Supplier<Collection<ConnectionCounts>> connections) {
    return new GatewayStats(
        generation.controllers(),
        generation.quotas(),
        generation.caches(),
        memory,
        generation.budgets(),
        generation.breakerStats(),
        generation.credentials(),
        generation.latencies(),
        connections);
  }
}
