package dev.sluice.sim.scenario;

import java.time.Duration;

/// A part of a scenario's time.
///
/// @param from since the start
/// @param to since the start, no longer in it
public record TimeWindow(Duration from, Duration to) {
  /// A time that is longer than anything runs.
  private static final Duration FOREVER = Duration.ofDays(365);

  /// The window without an end.
  public static final TimeWindow ALWAYS = new TimeWindow(Duration.ZERO, FOREVER);

  public TimeWindow {
    if (from.isNegative() || from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("from " + from + " is not before to " + to);
    }
  }

  /// Makes a window that begins after `from` and does not end.
  public static TimeWindow from(Duration from) {
    return new TimeWindow(from, FOREVER);
  }

  boolean contains(long nanos) {
    return nanos >= from.toNanos() && nanos < to.toNanos();
  }
}
