package dev.sluice.internal.hold;

/// The rate at which a target completes calls, per second: the larger of the last two counts over
/// two seconds. Not safe for threads.
final class DrainRate {
  private static final long SPAN_NANOS = 2_000_000_000L;
  private static final double SPAN_SECONDS = 2;

  private long begun = Long.MIN_VALUE;
  private int current;
  private int previous;

  /// Counts a completed call.
  void completed(long now) {
    roll(now);
    current++;
  }

  /// Returns the rate of completions, in calls per second.
  double rate(long now) {
    roll(now);
    return Math.max(current, previous) / SPAN_SECONDS;
  }

  private void roll(long now) {
    if (begun == Long.MIN_VALUE) {
      begun = now;
    }
    long spans = (now - begun) / SPAN_NANOS;
    if (spans > 0) {
      previous = spans == 1 ? current : 0;
      current = 0;
      begun += spans * SPAN_NANOS;
    }
  }
}
