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
      gauge("limit", "what a provider allows a minute, or a day", day, g -> bound(g.dayLimit()));
      gauge("remaining", "how much of a limit can be taken now", day, g -> bound(g.dayRemaining()));
      counter(
          "headers.ignored",
          "rate-limit headers that made no sense",
          day,
          g -> (double) g.dayIgnored());
      Tags tags = tags();
      gauge(
          "concurrency.limit",
          "attempts that there may be at a time",
          tags,
          g -> bound(g.concurrency()));
      gauge("concurrency.used", "attempts that there are", tags, QuotaGauges::inFlight);
    }

    private void minute(Dimension dimension) {
      Tags tags = tags().and("dimension", dimension.name().toLowerCase(Locale.ROOT));
      gauge(
          "limit",
          "what a provider allows a minute, or a day",
          tags,
          of(dimension, RateLimitSnapshot::limit));
      gauge(
          "remaining",
          "how much of a limit can be taken now",
          tags,
          of(dimension, RateLimitSnapshot::remaining));
      gauge(
          "reserved",
          "what attempts under way have reserved",
          tags,
          of(dimension, RateLimitSnapshot::reserved));
      gauge(
          "utilisation",
          "what was charged in about the last minute, as a share of the limit",
          tags,
          of(dimension, RateLimitSnapshot::utilisation));
      gauge(
          "learned",
          "whether a limit was learned from refusals",
          tags,
          of(dimension, g -> g.learned() ? 1 : 0));
      gauge(
          "margin",
          "how far below the limit to stay, as a share of it",
          tags,
          of(dimension, RateLimitSnapshot::margin));
      Gauge.builder("sluice.quota.burst", quotas, read(of(dimension, RateLimitSnapshot::burst)))
          .description("how many seconds' worth of a limit may be used at once")
          .tags(tags)
          .baseUnit("seconds")
          .register(registry);
      counter(
          "throttled",
          "attempts that the provider has refused for want of it",
          tags,
          of(dimension, g -> (double) g.throttles()));
      counter(
          "headers.ignored",
          "rate-limit headers that made no sense",
          tags,
          of(dimension, g -> (double) g.ignored()));
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
}
