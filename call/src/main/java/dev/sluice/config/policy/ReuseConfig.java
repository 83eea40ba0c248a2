package dev.sluice.config.policy;

import java.util.Optional;

/// How a route answers calls without an upstream call for each; nothing of it by default.
///
/// @param cache what is kept of answers for later calls; empty for nothing
/// @param coalesce whether identical calls under way share one
/// @param batch how concurrent calls are put together; empty for never
public record ReuseConfig(
    Optional<CacheConfig> cache, boolean coalesce, Optional<BatchConfig> batch) {

  /// An upstream call for each.
  public static ReuseConfig none() {
    return new ReuseConfig(Optional.empty(), false, Optional.empty());
  }
}
