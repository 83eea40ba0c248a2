package dev.sluice.internal.timeout;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Statistics of the gaps between a stream's meaningful events, and the bound beyond which a
/// silence is no such gap: the phi accrual failure detector (Hayashibara et al. 2004) at phi 8, a
/// gap that comes once in 10^8. That detector takes gaps to be normally distributed, which they are
/// not: a model pauses rarely but for long. So the longest gap of each stream is learned as well,
/// and the longer of the two bounds holds.
final class GapStats {
  /// The number of standard deviations beyond which one gap in 10^8 lies.
  private static final double PHI_8 = 5.612;

  private static final double FULL = 100_000;

  private final Estimator longest;

  @GuardedBy("this")
  private double count;

  @GuardedBy("this")
  private double sum;

  @GuardedBy("this")
  private double squares;

  private volatile long phi;

  public GapStats(long now) {
    longest = new Estimator(0, now);
  }

  /// Returns the estimator of the longest gap of each stream.
  public Estimator longest() {
    return longest;
  }

  /// Returns how long to wait for the next event, before any doubling, in nanoseconds; 0 if not
  /// learned.
  public long bound() {
    long learned = longest.view().bound();
    return learned == 0 ? 0 : Math.max(learned, phi);
  }

  /// Adds the gaps of a stream, in nanoseconds.
  public synchronized void add(long gaps, double gapSum, double gapSquares) {
    count += (double) gaps;
    sum += gapSum;
    squares += gapSquares;
    double mean = sum / Math.max(1, count);
    double variance = squares / Math.max(1, count) - mean * mean;
    phi = (long) (mean + PHI_8 * Math.sqrt(Math.max(0, variance)));
    if (count > FULL) {
      halve();
    }
  }

  @GuardedBy("this")
  private void halve() {
    count /= 2;
    sum /= 2;
    squares /= 2;
  }
}
