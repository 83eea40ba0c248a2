package dev.sluice.internal.metrics;

import dev.sluice.config.quota.Dimension;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.QuotaStats.Entry;
import dev.sluice.stats.RateLimitSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The meters of the credentials' quotas.
public record QuotaMeters(QuotaStats quotas) implements MeterBinder {
  private static final String LIMIT = "what a provider allows a minute, or a day";
  private static final String REMAINING = "how much of a limit can be taken now";
  private static final String IGNORED = "rate-limit headers that made no sense";

  @Override
  public void bindTo(MeterRegistry registry) {
    quotas.entries().forEach(entry -> new OfEntry(registry, quotas, entry).bind());
  }

  private record OfEntry(MeterRegistry registry, QuotaStats quotas, Entry entry) {
    void bind() {
      for (Dimension dimension : Dimension.values()) {
        minute(dimension);
      }
      Tags day = tags().and("dimension", "day");
      gauge("limit", LIMIT, day, g -> bound(g.dayLimit()));
      gauge("remaining", REMAINING, day, g -> bound(g.dayRemaining()));
      counter("headers.ignored", IGNORED, day, g -> (double) g.dayIgnored());
      Tags tags = tags();
      gauge(
          "concurrency.limit",
          "attempts that there may be at a time",
          tags,
          g -> bound(g.concurrency()));
      gauge("concurrency.used", "attempts that there are", tags, QuotaGauges::inFlight);
    }

    private void minute(Dimension dimension) {
      var minute = new OfDimension(this, dimension);
      minute.gauge("limit", LIMIT, RateLimitSnapshot::limit);
      minute.gauge("remaining", REMAINING, RateLimitSnapshot::remaining);
      minute.gauge(
          "reserved", "what attempts under way have reserved", RateLimitSnapshot::reserved);
      minute.gauge(
          "utilisation",
          "what was charged in about the last minute, as a share of the limit",
          RateLimitSnapshot::utilisation);
      minute.gauge(
          "learned", "whether a limit was learned from refusals", g -> g.learned() ? 1 : 0);
      minute.gauge(
          "margin", "how far below the limit to stay, as a share of it", RateLimitSnapshot::margin);
      Gauge.builder("sluice.quota.burst", quotas, read(minute.of(RateLimitSnapshot::burst)))
          .description("how many seconds' worth of a limit may be used at once")
          .tags(minute.tags())
          .baseUnit("seconds")
          .register(registry);
      minute.counter(
          "throttled",
          "attempts that the provider has refused for want of it",
          g -> (double) g.throttles());
      minute.counter("headers.ignored", IGNORED, g -> (double) g.ignored());
    }

    private void gauge(
        String name, String description, Tags tags, ToDoubleFunction<QuotaGauges> value) {
      Gauge.builder("sluice.quota." + name, quotas, read(value))
          .description(description)
          .tags(tags)
          .register(registry);
    }

    private void counter(
        String name, String description, Tags tags, ToDoubleFunction<QuotaGauges> value) {
      FunctionCounter.builder("sluice.quota." + name, quotas, read(value))
          .description(description)
          .tags(tags)
          .register(registry);
    }

    private ToDoubleFunction<QuotaStats> read(ToDoubleFunction<QuotaGauges> value) {
      return all -> all.gauges(entry).map(value::applyAsDouble).orElse(0.0);
    }

    private static double bound(long value) {
      return value == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) value;
    }

    private static double bound(int value) {
      return value == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : value;
    }

    private Tags tags() {
      return Tags.of(
          "gen_ai.provider.name",
          entry.provider(),
          "gen_ai.request.model",
          entry.model(),
          "credential",
          String.valueOf(entry.credential()));
    }
  }

  /// The meters of what an entry may use of one dimension in a minute.
  private record OfDimension(OfEntry entry, Dimension dimension) {
    void gauge(String name, String description, ToDoubleFunction<RateLimitSnapshot> value) {
      entry.gauge(name, description, tags(), of(value));
    }

    void counter(String name, String description, ToDoubleFunction<RateLimitSnapshot> value) {
      entry.counter(name, description, tags(), of(value));
    }

    Tags tags() {
      return entry.tags().and("dimension", dimension.name().toLowerCase(Locale.ROOT));
    }

    ToDoubleFunction<QuotaGauges> of(ToDoubleFunction<RateLimitSnapshot> value) {
      return gauges -> value.applyAsDouble(gauges.of(dimension));
    }
  }
}
