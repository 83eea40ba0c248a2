package dev.sluice.internal.timeout;

/// The distribution that a [Sketch] held at some moment. Immutable.
final class Quantiles {
  private static final double MEDIAN = 0.5;

  /// The quantiles of no samples.
  public static final Quantiles NONE = new Quantiles(new float[0]);

  /// The share of all that lies in each bucket or below.
  private final float[] cumulative;

  private final long median;

  /// Makes quantiles of `cumulative`, which is taken over.
  Quantiles(float[] cumulative) {
    this.cumulative = cumulative;
    median = at(MEDIAN);
  }

  /// Returns the length of time, in nanoseconds, that half of the samples do not exceed; 0 without
  /// samples.
  public long median() {
    return median;
  }

  /// Returns the length of time, in nanoseconds, that the share `q` of the samples does not exceed;
  /// 0 without samples.
  public long at(double q) {
    return cumulative.length == 0 ? 0 : LogBuckets.middle(bucket(q));
  }

  /// Returns the first bucket that has the share `q` in it and below, by binary search; else the
  /// last.
  private int bucket(double q) {
    int from = 0;
    int last = cumulative.length - 1;
    while (from < last) {
      int middle = (from + last) >>> 1;
      if (cumulative[middle] >= q) {
        last = middle;
      } else {
        from = middle + 1;
      }
    }
    return last;
  }

  /// Returns the share of the samples below `nanos`, as far as that is known; 0 without samples.
  public double within(long nanos) {
    int below = LogBuckets.bucket(nanos) - 1;
    return below < 0 || cumulative.length == 0 ? 0 : cumulative[below];
  }
}
