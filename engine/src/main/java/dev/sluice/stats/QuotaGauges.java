package dev.sluice.stats;

import dev.sluice.config.quota.Dimension;
import java.util.EnumMap;
import java.util.Map;

/// The state of a quota, for gauges.
///
/// @param minute the quota's per-minute limits
/// @param dayLimit the limit of requests per day; [Long#MAX_VALUE] while no limit is known
/// @param dayRemaining how many requests are left of the day
/// @param dayIgnored how often headers about the day's limit made no sense
/// @param concurrency how many attempts there may be at a time; [Integer#MAX_VALUE] for no limit
/// @param inFlight how many attempts are under way
public record QuotaGauges(
    Map<Dimension, RateLimitSnapshot> minute,
    long dayLimit,
    long dayRemaining,
    long dayIgnored,
    int concurrency,
    int inFlight) {
  public QuotaGauges {
    minute = Map.copyOf(minute);
  }

  /// Returns these figures and others together.
  public QuotaGauges and(QuotaGauges other) {
    Map<Dimension, RateLimitSnapshot> both = new EnumMap<>(minute);
    other.minute.forEach(
        (dimension, gauges) -> both.merge(dimension, gauges, RateLimitSnapshot::and));
    return new QuotaGauges(
        both,
        sum(dayLimit, other.dayLimit),
        sum(dayRemaining, other.dayRemaining),
        dayIgnored + other.dayIgnored,
        (int) Math.min(Integer.MAX_VALUE, (long) concurrency + other.concurrency),
        inFlight + other.inFlight);
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /// Returns the state of one per-minute limit.
  public RateLimitSnapshot of(Dimension dimension) {
    RateLimitSnapshot gauges = minute.get(dimension);
    if (gauges == null) {
      throw new IllegalArgumentException("there are no gauges of " + dimension);
    }
    return gauges;
  }
}
