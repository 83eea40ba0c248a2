package dev.sluice.internal.admission.queue.order;

import dev.sluice.call.gate.Cost;

/// Moving mean of what calls cost. Each call's cost is measured by it, so that the order by cost is
/// as strong where all calls are large, or all small.
public final class MeanCost {
  private static final double WEIGHT = 0.005;

  /// What the mean is before anything is known, in tokens, and how many calls that counts as.
  private static final double PRIOR = 1_400;

  private static final int PRIOR_CALLS = 10;

  private double mean = PRIOR;
  private int seen = PRIOR_CALLS;

  /// A call has arrived that must wait, or might have had to.
  public void arrived(Cost cost) {
    if (cost.tokens() > 0) {
      seen++;
      mean += Math.max(WEIGHT, 1.0 / seen) * (cost.tokens() - mean);
    }
  }

  /// What `cost` is, as a multiple of the mean.
  public double measure(Cost cost) {
    return cost.tokens() / mean;
  }
}
