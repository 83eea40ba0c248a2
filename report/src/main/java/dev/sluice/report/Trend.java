package dev.sluice.report;

import java.util.Locale;
import java.util.Optional;

/// The change of the share of calls that fail within a window, from its first half to its second. A
/// difference that chance makes once in twenty times is none (the test of two proportions).
public enum Trend {
  RISING,
  FALLING,
  STEADY;

  /// How many calls each half needs at least.
  private static final int CALLS_LEAST = 10;

  /// Within so many standard deviations 19 of 20 differences lie that are chance.
  private static final double DEVIATIONS = 1.96;

  /// The trend; empty where a half has too few calls to say, or nothing has failed.
  static Optional<Trend> of(Failures before, Failures lately) {
    if (Math.min(before.judged(), lately.judged()) < CALLS_LEAST
        || before.failed() + lately.failed() == 0) {
      return Optional.empty();
    }
    double more = lately.share() - before.share();
    if (Math.abs(more) <= DEVIATIONS * deviation(before, lately)) {
      return Optional.of(STEADY);
    }
    return Optional.of(more > 0 ? RISING : FALLING);
  }

  /// The standard deviation of the difference of two shares that are alike.
  private static double deviation(Failures before, Failures lately) {
    double all = (double) before.judged() + lately.judged();
    double share = (before.failed() + lately.failed()) / all;
    return Math.sqrt(share * (1 - share) * (1.0 / before.judged() + 1.0 / lately.judged()));
  }

  /// The name of the trend for programs and people.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
