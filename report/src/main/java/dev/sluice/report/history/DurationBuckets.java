package dev.sluice.report.history;

import java.time.Duration;
import java.util.Arrays;

/// Logarithmic buckets for the times of calls from 10 ms to 10 minutes, each a tenth wider than the
/// one before, so that a quantile is known to within 5 %.
///
/// ```text
/// bucket 0     up to 10 ms
/// bucket k     10 ms * 1.1^(k-1) < t <= 10 ms * 1.1^k          the last one: all that is longer
/// ```
final class DurationBuckets {
  /// How many buckets there are.
  static final int COUNT = 117;

  private static final double GROWTH = 1.1;
  private static final double LEAST_NANOS = 1e7;

  /// The upper bounds of all but the last.
  private static final long[] UPPER = upper();

  private DurationBuckets() {}

  private static long[] upper() {
    var bounds = new long[COUNT - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Math.round(LEAST_NANOS * Math.pow(GROWTH, i));
    }
    return bounds;
  }

  /// The bucket that a time in nanoseconds falls into.
  static int bucket(long nanos) {
    int at = Arrays.binarySearch(UPPER, nanos);
    return at >= 0 ? at : -at - 1;
  }

  /// The time that stands for a bucket: its middle, in the logarithmic sense.
  static Duration middle(int bucket) {
    double nanos = LEAST_NANOS * Math.pow(GROWTH, Math.max(0, bucket - 0.5));
    return Duration.ofNanos(Math.round(nanos));
  }
}
