package dev.sluice.report.history;

/// The counts of one target, route and band in one minute, to be written to a disk. Immutable.
///
/// @param key the target, route and band that were counted
/// @param number the minute's number, for [History#minutesBehind]
/// @param counts a [dev.sluice.report.history.SparseVector]; not to be written to
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MinuteCounts(SeriesKey key, long number, byte[] counts) {
  /// When the minute begins, on [dev.sluice.call.runtime.Clock#nanos].
  public long begin() {
    return number * SlotClock.MINUTE_NANOS;
  }
}
