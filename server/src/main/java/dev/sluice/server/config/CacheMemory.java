package dev.sluice.server.config;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.CacheConfig;

/// The part of the heap that the routes' caches may fill.
public final class CacheMemory {
  /// The most that a collector which stops all calls may have to go over: with 80 MB alive it takes
  /// some 44 ms (docs/adr/0102).
  public static final long SMALL = 64L << 20;

  private CacheMemory() {}

  /// The bytes of the caches of all routes together.
  public static long of(SluiceConfig config) {
    return config.gateway().routes().stream()
        .map(RouteConfig::policy)
        .flatMap(policy -> policy.reuse().cache().stream())
        .mapToLong(CacheConfig::max)
        .sum();
  }

  /// Whether the caches are so large that they need a collector that works beside the calls
  /// (docs/adr/0102).
  public static boolean isLarge(SluiceConfig config) {
    return of(config) > SMALL;
  }
}
