package dev.sluice.report.history;

import java.time.Duration;

/// The numbers of slots: instants on [dev.sluice.call.runtime.Clock#nanos] divided by a length.
final class SlotClock {
  /// The length of a short slot.
  static final long SHORT_NANOS = Duration.ofSeconds(5).toNanos();

  /// How many short slots make a minute.
  static final int IN_A_MINUTE = 12;

  static final long MINUTE_NANOS = IN_A_MINUTE * SHORT_NANOS;

  /// How many short slots are kept: those of 15 minutes, and one that is about to leave.
  static final int SHORTS = 15 * IN_A_MINUTE + 1;

  /// Minutes of 24 hours, and one that is about to leave.
  static final int MINUTES = 24 * 60 + 1;

  private SlotClock() {}

  /// The short slot that an instant lies in.
  static long slot(long nanos) {
    return Math.floorDiv(nanos, SHORT_NANOS);
  }

  /// The minute that a short slot lies in.
  static long minute(long slot) {
    return Math.floorDiv(slot, IN_A_MINUTE);
  }
}
