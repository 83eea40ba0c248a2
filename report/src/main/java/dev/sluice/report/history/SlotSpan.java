package dev.sluice.report.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A run of slots: whole minutes first, then short slots, then perhaps what is counted since the
/// last slot was closed.
///
/// @param firstMinute the number of the first minute
/// @param firstShort the number of the first short slot, behind the minutes
/// @param behind the number of the first short slot that is not in it
/// @param open whether what was counted since then belongs to it
record SlotSpan(long firstMinute, long firstShort, long behind, boolean open) {
  private static final Duration BY_SHORTS = Duration.ofMinutes(15);

  /// All slots since an instant.
  ///
  /// @param newest the last short slot that is closed
  static SlotSpan of(long from, long newest, Duration length) {
    long slot = Math.min(SlotClock.slot(from), newest + 1);
    if (length.compareTo(BY_SHORTS) <= 0) {
      return new SlotSpan(SlotClock.minute(slot), slot, newest + 1, true);
    }
    long complete = SlotClock.minute(newest);
    long minute = Math.min(SlotClock.minute(slot), complete);
    return new SlotSpan(minute, complete * SlotClock.IN_A_MINUTE, newest + 1, true);
  }

  /// Whether the span begins with minutes.
  private boolean byMinutes() {
    return firstMinute * SlotClock.IN_A_MINUTE < firstShort
        && firstShort % SlotClock.IN_A_MINUTE == 0;
  }

  /// When the first slot of the span begins.
  long begin() {
    return byMinutes() ? firstMinute * SlotClock.MINUTE_NANOS : firstShort * SlotClock.SHORT_NANOS;
  }

  /// When the last closed slot of the span ends.
  long end() {
    return behind * SlotClock.SHORT_NANOS;
  }

  /// Sums up the counts of one series within the span.
  Totals sum(CountSeries of) {
    var sums = new long[Measure.VECTOR];
    if (byMinutes()) {
      for (long minute = firstMinute; minute < SlotClock.minute(firstShort); minute++) {
        of.addMinute(sums, minute);
      }
    }
    for (long slot = firstShort; slot < behind; slot++) {
      of.addShort(sums, slot);
    }
    if (open) {
      of.addOpen(sums);
    }
    return new Totals(sums);
  }

  /// Cuts the span into parts of a length, aligned to that; what is open belongs to the last part.
  List<SlotSpan> cut(Duration step) {
    long width = Math.max(1, step.toNanos() / SlotClock.SHORT_NANOS);
    var parts = new ArrayList<SlotSpan>();
    long first = begin() / SlotClock.SHORT_NANOS;
    for (long from = first; from < behind || parts.isEmpty(); ) {
      long to = Math.min(behind, (Math.floorDiv(from, width) + 1) * width);
      parts.add(part(from, to, to >= behind));
      from = Math.max(to, from + 1);
    }
    return parts;
  }

  private SlotSpan part(long from, long to, boolean last) {
    boolean minutes = byMinutes() && from < firstShort;
    long shorts = minutes ? Math.min(firstShort, to) : from;
    return new SlotSpan(SlotClock.minute(from), shorts, to, last);
  }
}
