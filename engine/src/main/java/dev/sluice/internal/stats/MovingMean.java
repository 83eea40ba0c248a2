package dev.sluice.internal.stats;

/// Moving mean: the plain mean of the first samples, exponential smoothing (Brown, 1956) from then
/// on, so that the value before the first sample counts for nothing after it.
///
/// ```text
/// mean = mean + (sample - mean) / min(samples, window)
/// ```
///
/// Limitations: after a change the mean needs about three windows to follow.
///
/// Threads: not safe for several.
public final class MovingMean {
  /// A window of a few samples, for what should follow changes soon.
  public static final int FEW = 20;

  private final int window;
  private double mean;
  private int samples;

  /// @param prior the mean before the first sample
  public MovingMean(int window, double prior) {
    this.window = window;
    this.mean = prior;
  }

  /// Adds a sample.
  public void add(double sample) {
    samples = Math.min(window, samples + 1);
    mean += (sample - mean) / samples;
  }

  /// Takes over another mean of the same kind, if that is of more samples.
  public void takeOver(MovingMean before) {
    if (before.samples > samples) {
      samples = before.samples;
      mean = before.mean;
    }
  }

  /// Returns the mean.
  public double value() {
    return mean;
  }
}
