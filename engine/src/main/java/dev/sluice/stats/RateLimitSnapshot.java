package dev.sluice.stats;

/// The state of a `RateLimitModel`, for gauges.
///
/// @param limit what is allowed a minute; infinite while no limit is known
/// @param remaining what can be taken now
/// @param reserved what attempts under way have taken
/// @param utilisation what was used in about the last minute, as a share of the limit: at most 1
/// @param learned whether refusals have taught it, not configuration or headers
/// @param configured whether it is the one that the configuration says
/// @param margin how far below the limit to stay, as a share of it
/// @param burst how many seconds' worth may be used at once
/// @param throttles how often the provider has refused an attempt for want of it
/// @param ignored how often its headers made no sense
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

  /// These and others together: the sums, of the shares the largest, of the bursts the shortest.
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
