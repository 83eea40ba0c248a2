package dev.sluice.report.history;

/// The counts of one target, route and band in one minute, to be written to a disk. Immutable.
public final class MinuteCounts {
  private final SeriesKey key;
  private final long number;
  private final byte[] counts;

  MinuteCounts(SeriesKey key, long number, byte[] counts) {
    this.key = key;
    this.number = number;
    this.counts = counts;
  }

  /// The target, route and band that were counted.
  public SeriesKey key() {
    return key;
  }

  /// The minute's number, for [History#minutesBehind].
  public long number() {
    return number;
  }

  /// When the minute begins, on [dev.sluice.call.runtime.Clock#nanos].
  public long begin() {
    return number * SlotClock.MINUTE_NANOS;
  }

  /// A [dev.sluice.report.history.SparseVector]; not to be written to.
  public byte[] counts() {
    return counts;
  }
}
