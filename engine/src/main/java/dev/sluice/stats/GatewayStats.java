package dev.sluice.stats;

import dev.sluice.transport.ConnectionCounts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A view of what a gateway's features hold under one configuration, whose parts show what is now.
/// [dev.sluice.GatewayMeters] makes meters of it. Safe for any thread but a loop.
///
/// @param queues the calls that wait for grants, by route
/// @param quotas the quotas of the credentials
/// @param caches the caches of the routes that have one, by the route's name
/// @param memory the account of all memory that grows with what peers send
/// @param budgets the retry budgets, by target
/// @param breakers the circuit breakers, by target and operation
/// @param credentials the providers' credentials
/// @param latencies the learned times of the targets
/// @param connections the connections to providers, by origin
public record GatewayStats(
    QueueStats queues,
    QuotaStats quotas,
    Map<String, CacheStats> caches,
    MemoryStats memory,
    RetryStats budgets,
    List<BreakerStats> breakers,
    List<CredentialStats> credentials,
    LatencyStats latencies,
    Supplier<Collection<ConnectionCounts>> connections) {
  public GatewayStats {
    caches = Map.copyOf(caches);
    breakers = List.copyOf(breakers);
    credentials = List.copyOf(credentials);
  }
}
