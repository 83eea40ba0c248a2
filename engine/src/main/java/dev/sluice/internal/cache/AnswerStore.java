package dev.sluice.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.stats.CacheGauges;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The answers that a route keeps, within a bound in bytes. For calls' threads.
final class AnswerStore {
  private final Cache<Fingerprint, CacheEntry> entries;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder inputs = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder unkept = new LongAdder();

  AnswerStore(CacheConfig config, Clock clock) {
    entries =
        Caffeine.newBuilder()
            .maximumWeight(config.max())
            .weigher((Fingerprint _, CacheEntry entry) -> entry.weight())
            .expireAfterWrite(config.ttl())
            .ticker(clock::nanos)
            .executor(Runnable::run)
            .build();
  }

  /// Returns the entry under `key`, if it is sound and of this type.
  <T extends CacheEntry> Optional<T> find(Fingerprint key, Class<T> kind) {
    CacheEntry found = entries.getIfPresent(key);
    if (found != null && !found.sound()) {
      damaged.increment();
      entries.invalidate(key);
      found = null;
    }
    return Optional.ofNullable(found).filter(kind::isInstance).map(kind::cast);
  }

  void put(Fingerprint key, CacheEntry entry) {
    entries.put(key, entry);
  }

  /// Counts a call that was answered from the store alone.
  void hit() {
    hits.increment();
  }

  /// Counts an entry that was not found.
  void miss() {
    misses.increment();
  }

  /// Counts inputs of one call that were answered from the store.
  void filled(int count) {
    inputs.add(count);
  }

  /// Counts an answer that could not be stored, by a bug.
  void unkept() {
    unkept.increment();
  }

  /// Returns the figures of the cache.
  CacheGauges gauges() {
    entries.cleanUp();
    long bytes = entries.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    return new CacheGauges(
        bytes,
        entries.estimatedSize(),
        hits.sum(),
        misses.sum(),
        inputs.sum(),
        damaged.sum(),
        unkept.sum());
  }
}
