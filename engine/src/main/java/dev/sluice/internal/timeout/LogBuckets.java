package dev.sluice.internal.timeout;

/// Logarithmic buckets for lengths of time from 1 ms to an hour, each a tenth wider than the one
/// before, so that a length is known to within 5 %. Their number is what bounds a [Sketch]'s
/// memory.
final class LogBuckets {
  /// The number of buckets; the first holds all lengths up to 1 ms, the last all from about an
  /// hour.
  static final int BUCKETS = 160;

  private static final double GROWTH = 1.1;
  private static final double LOG_GROWTH = Math.log(GROWTH);
  private static final double NANOS_PER_MILLI = 1e6;

  private static final long[] MIDDLES = middles();

  private LogBuckets() {}

  private static long[] middles() {
    var middles = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      middles[i] = (long) (NANOS_PER_MILLI * Math.pow(GROWTH, Math.max(0, i - 0.5)));
    }
    return middles;
  }

  /// Returns the bucket that `nanos` falls into.
  static int bucket(long nanos) {
    double millis = (double) nanos / NANOS_PER_MILLI;
    if (millis <= 1) {
      return 0;
    }
    return Math.min(BUCKETS - 1, 1 + (int) (Math.log(millis) / LOG_GROWTH));
  }

  /// Returns the middle of a bucket, in nanoseconds.
  static long middle(int bucket) {
    return MIDDLES[bucket];
  }
}
