package dev.sluice.config.policy;

/// Whether late calls get a second attempt.
///
/// @param budget the tokens that may be spent for nothing, as a share of those that calls use; zero
///   for no hedges
public record HedgeConfig(double budget) {
  public HedgeConfig {
    if (!(budget >= 0 && budget <= 1)) {
      throw new IllegalArgumentException("budget is " + budget + "; it must be from 0 to 1");
    }
  }

  /// No hedges.
  public static HedgeConfig off() {
    return new HedgeConfig(0);
  }

  /// Whether there are none.
  public boolean isOff() {
    return budget == 0;
  }
}
