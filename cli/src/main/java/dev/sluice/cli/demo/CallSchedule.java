package dev.sluice.cli.demo;

/// Plans when calls are sent: evenly, `perSecond` of them, whatever happens to those before.
///
/// @param start when the first one is due, on [dev.sluice.call.runtime.Clock#nanos]
/// @param perSecond how many are due in each second, at least 1
public record CallSchedule(long start, int perSecond) {
  private static final long SECOND = 1_000_000_000;

  public CallSchedule {
    if (perSecond < 1) {
      throw new IllegalArgumentException(
          "a pace of " + perSecond + " calls a second: at least 1 is needed");
    }
  }

  /// Returns when call `n` is due, counted from 0. The time is exact to the nanosecond: errors do
  /// not add up.
  public long due(long n) {
    return start + n / perSecond * SECOND + n % perSecond * SECOND / perSecond;
  }
}
