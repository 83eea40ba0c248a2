package dev.sluice.stats;

/// The statistics of a route's cache. Safe for any thread.
@FunctionalInterface
public interface CacheStats {

  /// Returns the current figures.
  CacheGauges gauges();
}
