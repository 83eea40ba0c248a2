package dev.sluice.report.history;

import java.util.Arrays;
import java.util.Optional;

/// The counts of one target, route and band: counters that grow, and the slots that were closed.
/// Calls' threads use [#counters] alone; the rest is guarded by the history's lock.
///
/// Slots of 5 s are kept for 15 minutes, and their sums by the minute for 24 hours.
final class CountSeries {
  /// The bytes that a series takes beside its slots: counters, two vectors, and the places of
  /// slots.
  static final int BYTES =
      StripedCounters.BYTES
          + 2 * Measure.VECTOR * Long.BYTES
          + 2 * Long.BYTES * (SlotClock.SHORTS + SlotClock.MINUTES);

  private final StripedCounters counters = new StripedCounters();
  private final SlotRing shorts = new SlotRing(SlotClock.SHORTS);
  private final SlotRing minutes = new SlotRing(SlotClock.MINUTES);

  /// The values of the counters when the last slot was closed.
  private long[] closed = new long[Measure.VECTOR];

  /// The short slots of the minute that is not complete.
  private long[] minute = new long[Measure.VECTOR];

  StripedCounters counters() {
    return counters;
  }

  /// Closes a short slot: all that was counted since the one before.
  void close(long number) {
    long[] now = counters.sums();
    byte[] slot = SparseVector.of(difference(now));
    closed = now;
    shorts.put(number, slot);
    SparseVector.addTo(minute, slot);
  }

  /// Closes a minute: all slots that were closed since the one before.
  void closeMinute(long number) {
    minutes.put(number, SparseVector.of(minute));
    minute = new long[Measure.VECTOR];
  }

  /// Whether nothing was counted in any slot that is kept, or since.
  boolean isIdle() {
    return bytes() == 0 && isNothing(minute) && isNothing(difference(counters.sums()));
  }

  /// The counts since the last slot was closed; empty if there are none.
  Optional<long[]> rest() {
    long[] open = difference(counters.sums());
    return isNothing(open) ? Optional.empty() : Optional.of(open);
  }

  private static boolean isNothing(long[] counts) {
    return Arrays.stream(counts).allMatch(count -> count == 0);
  }

  /// Adds the counts since the last slot was closed.
  void addOpen(long[] sums) {
    long[] open = difference(counters.sums());
    for (int i = 0; i < sums.length; i++) {
      sums[i] += open[i];
    }
  }

  void addShort(long[] sums, long number) {
    shorts.addTo(sums, number);
  }

  void addMinute(long[] sums, long number) {
    minutes.addTo(sums, number);
  }

  /// A minute; empty where it has no counts, or is kept no more.
  byte[] minute(long number) {
    return minutes.get(number);
  }

  /// The counts of the minute that is not complete, with those since its last slot.
  byte[] unfinished() {
    long[] counts = minute.clone();
    addOpen(counts);
    return SparseVector.of(counts);
  }

  void forgetMinute(long number) {
    minutes.forget(number);
  }

  /// How many bytes the slots take.
  long bytes() {
    return shorts.bytes() + minutes.bytes();
  }

  private long[] difference(long[] now) {
    long[] more = now.clone();
    for (int i = 0; i < more.length; i++) {
      more[i] -= closed[i];
    }
    return more;
  }
}
