package dev.sluice.config.file;

import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/// The reader of what saves upstream calls: `cache`, `coalesce`, `batch`.
final class SavingsReader {
  private static final String BATCH = "batch";
  private static final String CACHE = "cache";

  private static final Type<Optional<BatchConfig>> NO_BATCH = SavingsReader::noBatch;

  private static final Type<Optional<CacheConfig>> NO_CACHE = SavingsReader::noCache;

  private SavingsReader() {}

  /// Reads the three keys. Those that `in` leaves out are as in `otherwise`.
  static ReuseConfig read(Section in, ReuseConfig otherwise) {
    return new ReuseConfig(
        cache(in, otherwise.cache()),
        in.get("coalesce", Types.BOOLEAN, otherwise.coalesce()),
        batch(in, otherwise.batch()),
        in.single(BATCH) ? false : otherwise.batchBand());
  }

  private static Optional<CacheConfig> cache(Section in, Optional<CacheConfig> otherwise) {
    if (!in.has(CACHE)) {
      return otherwise;
    }
    if (in.single(CACHE)) {
      return in.get(CACHE, NO_CACHE).orElse(otherwise);
    }
    return Optional.of(in.in(CACHE, keys -> cache(keys, otherwise.orElse(CacheConfig.defaults()))));
  }

  private static Optional<CacheConfig> noCache(String text) throws ConfigProblem {
    if (text.equals("off")) {
      return Optional.empty();
    }
    throw new ConfigProblem("must be off, or hold keys such as {max: 64MiB, ttl: 1h}");
  }

  private static CacheConfig cache(Section in, CacheConfig otherwise) {
    var ttl = Types.duration(Duration.ofSeconds(1), Duration.ofDays(30));
    return new CacheConfig(
        in.get("max", Types.size(CacheConfig.LEAST, 64L << 30), otherwise.max()),
        in.get("ttl", ttl, otherwise.ttl()));
  }

  private static Optional<BatchConfig> batch(Section in, Optional<BatchConfig> otherwise) {
    if (!in.has(BATCH)) {
      return otherwise;
    }
    if (in.single(BATCH)) {
      return in.get(BATCH, NO_BATCH).orElse(otherwise);
    }
    return Optional.of(in.in(BATCH, keys -> batch(keys, otherwise.orElse(BatchConfig.defaults()))));
  }

  private static BatchConfig batch(Section in, BatchConfig otherwise) {
    var wait = Types.duration(Duration.ofMillis(1), BatchConfig.WAIT_MAX);
    return new BatchConfig(
        in.get("max_items", Types.integer(2, BatchConfig.ITEMS_MAX), otherwise.maxItems()),
        in.get("max_wait", wait, otherwise.maxWait()));
  }

  private static Optional<BatchConfig> noBatch(String text) throws ConfigProblem {
    if (text.equals("off")) {
      return Optional.empty();
    }
    throw new ConfigProblem("must be off, or hold keys such as {max_items: 256}");
  }
}
