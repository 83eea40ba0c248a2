package dev.sluice.server;

import dev.sluice.config.quota.Dimension;
import dev.sluice.internal.quota.QuotaGauges;
import dev.sluice.internal.quota.supply.RateLimitSnapshot;
import dev.sluice.internal.wiring.QuotaRegistry;
import dev.sluice.internal.wiring.QuotaRegistry.Entry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The meters of quotas, read when somebody asks. There are as many as targets are configured.
final class QuotaMeters {
  private final MeterRegistry registry;
  private final QuotaRegistry book;

  private QuotaMeters(MeterRegistry registry, QuotaRegistry book) {
    this.registry = registry;
    this.book = book;
  }

  static void register(MeterRegistry registry, QuotaRegistry book) {
    var meters = new QuotaMeters(registry, book);
    book.entries().forEach(meters::register);
  }

  private void register(Entry entry) {
    for (Dimension dimension : Dimension.values()) {
      minute(entry, dimension);
    }
    Tags day = tags(entry).and("dimension", "day");
    gauge("limit", entry, day, g -> bound(g.dayLimit()));
    gauge("remaining", entry, day, g -> bound(g.dayRemaining()));
    counter("headers.ignored", entry, day, g -> (double) g.dayIgnored());
    Tags tags = tags(entry);
    gauge("concurrency.limit", entry, tags, g -> bound(g.concurrency()));
    gauge("concurrency.used", entry, tags, QuotaGauges::inFlight);
  }

  private void minute(Entry entry, Dimension dimension) {
    Tags tags = tags(entry).and("dimension", dimension.name().toLowerCase(Locale.ROOT));
    gauge("limit", entry, tags, of(dimension, RateLimitSnapshot::limit));
    gauge("remaining", entry, tags, of(dimension, RateLimitSnapshot::remaining));
    gauge("reserved", entry, tags, of(dimension, RateLimitSnapshot::reserved));
    gauge("utilisation", entry, tags, of(dimension, RateLimitSnapshot::utilisation));
    gauge("learned", entry, tags, of(dimension, g -> g.learned() ? 1 : 0));
    gauge("margin", entry, tags, of(dimension, RateLimitSnapshot::margin));
    Gauge.builder(
            "sluice.quota.burst",
            book,
            b -> read(b, entry, of(dimension, RateLimitSnapshot::burst)))
        .tags(tags)
        .baseUnit("seconds")
        .register(registry);
    counter("throttled", entry, tags, of(dimension, g -> (double) g.throttles()));
    counter("headers.ignored", entry, tags, of(dimension, g -> (double) g.ignored()));
  }

  private void gauge(String name, Entry entry, Tags tags, ToDoubleFunction<QuotaGauges> value) {
    Gauge.builder("sluice.quota." + name, book, b -> read(b, entry, value))
        .tags(tags)
        .register(registry);
  }

  private void counter(String name, Entry entry, Tags tags, ToDoubleFunction<QuotaGauges> value) {
    FunctionCounter.builder("sluice.quota." + name, book, b -> read(b, entry, value))
        .tags(tags)
        .register(registry);
  }

  private static double read(QuotaRegistry book, Entry entry, ToDoubleFunction<QuotaGauges> value) {
    return book.gauges(entry).map(value::applyAsDouble).orElse(0.0);
  }

  private static ToDoubleFunction<QuotaGauges> of(
      Dimension dimension, ToDoubleFunction<RateLimitSnapshot> value) {
    return gauges -> value.applyAsDouble(gauges.of(dimension));
  }

  private static double bound(long value) {
    return value == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) value;
  }

  private static double bound(int value) {
    return value == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : value;
  }

  private static Tags tags(Entry entry) {
    return Tags.of(
        "gen_ai.provider.name",
        entry.provider(),
        "gen_ai.request.model",
        entry.model(),
        "credential",
        String.valueOf(entry.credential()));
  }
}
