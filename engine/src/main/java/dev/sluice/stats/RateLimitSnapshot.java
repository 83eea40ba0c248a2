package dev.sluice.stats;

/// The state of a `RateLimitModel`, for gauges.
///
/// @param limit the limit per minute; infinite while none is known
/// @param remaining how much can be taken now
/// @param reserved how much attempts under way have reserved
/// @param utilisation how much was used in about the last minute, as a share of the limit: at most
///   1
/// @param learned whether the limit was learned from refusals, not from configuration or headers
/// @param configured whether the limit is the configured one
/// @param margin how far below the limit the gateway stays, as a share of it
/// @param burst how many seconds' worth of the limit may be used at once
/// @param throttles how often the provider has refused an attempt for want of this limit
/// @param ignored how often headers about the limit made no sense
public record RateLimitSnapshot(
    double limit,
    double remaining,
    double reserved,
    double utilisation,
    boolean learned,
    boolean configured,
    double margin,
    double burst,
    long throttles,
    long ignored) {

  /// Returns these figures and others together: the sums, of the shares the largest, of the bursts
  /// the shortest.
  public RateLimitSnapshot and(RateLimitSnapshot other) {
    return new RateLimitSnapshot(
        limit + other.limit,
        remaining + other.remaining,
        reserved + other.reserved,
        Math.max(utilisation, other.utilisation),
        learned || other.learned,
        configured && other.configured,
        Math.max(margin, other.margin),
        Math.min(burst, other.burst),
        throttles + other.throttles,
        ignored + other.ignored);
  }
}
