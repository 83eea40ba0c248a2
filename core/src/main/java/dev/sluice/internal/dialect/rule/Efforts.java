package dev.sluice.internal.dialect.rule;

import dev.sluice.internal.dialect.hub.Settings.Effort;

/// Between efforts and budgets of tokens: an effort is a share of the output, thinking included.
public final class Efforts {
  /// Anthropic's least budget.
  private static final long LEAST = 1024;

  private static final int PERCENT = 100;

  private Efforts() {}

  /// The budget, in tokens, of an effort that thinks at all.
  public static long budget(Effort effort, long maxOutput) {
    return Math.max(LEAST, maxOutput * share(effort) / PERCENT);
  }

  /// The effort whose share is the nearest one.
  ///
  /// @param maxOutput above zero
  public static Effort of(long budget, long maxOutput) {
    double share = PERCENT * (double) budget / maxOutput;
    Effort nearest = Effort.MINIMAL;
    for (Effort effort : Effort.values()) {
      boolean thinks = effort != Effort.NONE && effort != Effort.MAX;
      if (thinks && Math.abs(share(effort) - share) < Math.abs(share(nearest) - share)) {
        nearest = effort;
      }
    }
    return nearest;
  }

  private static int share(Effort effort) {
    return switch (effort) {
      case NONE -> 0;
      case MINIMAL -> 2;
      case LOW -> 10;
      case MEDIUM -> 30;
      case HIGH -> 60;
      case XHIGH, MAX -> 90;
    };
  }
}
