package dev.sluice.config.policy;

import java.util.Optional;

/// The settings by which a route answers calls without an upstream call for each; by default it
/// does not.
///
/// @param cache the cache of answers for later calls; empty for none
/// @param coalesce whether identical calls under way share one
/// @param batch the batching of concurrent calls; empty for none
public record ReuseConfig(
    Optional<CacheConfig> cache, boolean coalesce, Optional<BatchConfig> batch) {

  /// The settings with an upstream call for each call.
  public static ReuseConfig none() {
    return new ReuseConfig(Optional.empty(), false, Optional.empty());
  }
}
