package dev.sluice.internal.breaker;

import java.time.Duration;

/// The usual times to first tokens.
///
/// @param half the time within which half of them come
/// @param most the time within which 95 of 100 come
public record LatencyBaseline(Duration half, Duration most) {
  private static final int MUCH = 3;

  /// Whether a first token that took so long was late: beyond `most`, and much longer than `half`,
  /// so that a target whose times hardly differ is not blamed for trifles. Usually at most 5 % are.
  public boolean isLate(long nanos) {
    return nanos > Math.max(most.toNanos(), MUCH * half.toNanos());
  }

  /// Whether a first token that took so long counts as a failure to start.
  public boolean isOverdue(long nanos) {
    return nanos > MUCH * most.toNanos();
  }
}
