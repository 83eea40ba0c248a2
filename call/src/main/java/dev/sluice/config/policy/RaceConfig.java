package dev.sluice.config.policy;

/// The setting of races: whether a late attempt gets another one beside it, where the route has
/// another target.
///
/// @param budget the tokens that may be spent for nothing, as a share of those that calls use; zero
///   for no races
public record RaceConfig(double budget) {
  public RaceConfig {
    if (!(budget >= 0 && budget <= 1)) {
      throw new IllegalArgumentException("budget is " + budget + "; it must be from 0 to 1");
    }
  }

  /// The default: races for 2.5 % of the tokens.
  public static RaceConfig defaults() {
    return new RaceConfig(0.025);
  }

  /// The setting without races.
  public static RaceConfig off() {
    return new RaceConfig(0);
  }

  /// Whether no races are run.
  public boolean isOff() {
    return budget == 0;
  }
}
