package dev.sluice.config.policy;

import java.util.Optional;

/// The settings by which a route answers calls without an upstream call for each; by default it
/// does not, but for calls of the band `batch`.
///
/// @param cache the cache of answers for later calls; empty for none
/// @param coalesce whether identical calls under way share one
/// @param batch the batching of concurrent calls; empty for none
/// @param batchBand whether calls of the band `batch`, for which nobody waits, are put together
///   although `batch` is empty, where all providers of the route are known to take several inputs
public record ReuseConfig(
    Optional<CacheConfig> cache, boolean coalesce, Optional<BatchConfig> batch, boolean batchBand) {

  /// Settings by which calls are put together as `batch` says, or never.
  public ReuseConfig(Optional<CacheConfig> cache, boolean coalesce, Optional<BatchConfig> batch) {
    this(cache, coalesce, batch, false);
  }

  /// The settings with an upstream call for each call.
  public static ReuseConfig none() {
    return new ReuseConfig(Optional.empty(), false, Optional.empty(), false);
  }

  /// The settings of a route that says nothing of this.
  public static ReuseConfig defaults() {
    return new ReuseConfig(Optional.empty(), false, Optional.empty(), true);
  }
}
