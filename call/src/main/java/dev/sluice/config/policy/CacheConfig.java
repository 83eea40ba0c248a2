package dev.sluice.config.policy;

import java.time.Duration;

/// The bounds of a route's cache. Its answers are kept on the heap: with more than some 64 MiB in
/// all routes together the JVM should have a collector that works beside the calls, such as G1,
/// since others stop all calls while they go over what is kept (docs/adr/0102).
///
/// @param max the most bytes of answers; at least 1 MiB
/// @param ttl the time for which each answer is kept
public record CacheConfig(long max, Duration ttl) {
  /// The smallest `max`, in bytes.
  public static final long LEAST = 1 << 20;

  /// The divisor that bounds an answer to a part of the cache.
  private static final long PARTS = 16;

  /// The most bytes of an answer that is kept: so much is copied while a call is under way, beside
  /// what is kept.
  private static final long ANSWER_MAX = 4 << 20;

  public CacheConfig {
    if (max < LEAST) {
      throw new IllegalArgumentException("max is " + max + " bytes; it must be at least " + LEAST);
    }
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("ttl is " + ttl + "; it must be above zero");
    }
  }

  /// The bounds of a cache without settings of its own.
  public static CacheConfig defaults() {
    return new CacheConfig(64 << 20, Duration.ofHours(1));
  }

  /// The largest answer that is kept, in bytes of heap.
  public long largest() {
    return Math.min(max / PARTS, ANSWER_MAX);
  }
}
