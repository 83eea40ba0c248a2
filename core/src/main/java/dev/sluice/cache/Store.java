package dev.sluice.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.call.Clock;
import dev.sluice.call.Fingerprint;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The answers that a route keeps, within a bound in bytes. For calls' threads.
final class Store {
  private final Cache<Fingerprint, Kept> kept;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder damaged = new LongAdder();

  Store(CacheConfig config, Clock clock) {
    kept =
        Caffeine.newBuilder()
            .maximumWeight(config.max())
            .weigher((Fingerprint _, Kept answer) -> answer.weight())
            .expireAfterWrite(config.ttl())
            .ticker(clock::nanos)
            .executor(Runnable::run)
            .build();
  }

  /// What is kept under `key`, if it is sound.
  Optional<Kept> get(Fingerprint key) {
    Kept found = kept.getIfPresent(key);
    if (found != null && !found.sound()) {
      damaged.increment();
      kept.invalidate(key);
      found = null;
    }
    (found == null ? misses : hits).increment();
    return Optional.ofNullable(found);
  }

  void put(Fingerprint key, Kept answer) {
    kept.put(key, answer);
  }

  /// What there is to see.
  CacheGauges gauges() {
    kept.cleanUp();
    long bytes = kept.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    return new CacheGauges(bytes, kept.estimatedSize(), hits.sum(), misses.sum(), damaged.sum());
  }
}
