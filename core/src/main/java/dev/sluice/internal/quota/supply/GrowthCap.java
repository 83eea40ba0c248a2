package dev.sluice.internal.quota.supply;

/// Holds growth to 50 % in 15 minutes above a million tokens a minute, which is where OpenAI begins
/// to refuse it (https://platform.openai.com/docs/guides/rate-limits).
final class GrowthCap {
  private static final double FREE = 1_000_000;
  private static final double SECONDS = 900;
  private static final double GROWTH = Math.log(1.5) / SECONDS;

  private double bound = FREE;
  private long at;

  GrowthCap(long now) {
    this.at = now;
  }

  /// How much a minute may be used.
  ///
  /// @param used how much is, a minute
  double bound(double used, long now) {
    long passed = now - at;
    if (passed > 0) {
      double seconds = Math.min(SECONDS, passed / 1e9);
      double most = Math.max(FREE, 1.5 * used);
      double grown = bound * Math.exp(GROWTH * seconds);
      // What is not used is lost again, at the same pace.
      double fallen = Math.max(most, bound * Math.exp(-GROWTH * seconds));
      bound = Math.min(grown, fallen);
      at = now;
    }
    return bound;
  }
}
