package dev.sluice.internal.translate;

import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.json.HeapMeter;

/// The memory of one answer that is translated in events: what is held of it, and for a moment what
/// is built of the events of one part. Confined to the loop.
final class AnswerRoom {
  private static final long STEP = 4096;

  /// The decrease in bytes up to which nothing is given back, since what falls so little is likely
  /// to rise again.
  private static final long SLACK = 8 * STEP;

  private final Reservation reservation;
  private final long others;

  /// Counts what is built of one part. Small amounts are not reserved, since they are garbage
  /// before anything else is built on this loop.
  private final HeapMeter meter = new HeapMeter(HeapMeter.STEP, this::grows);

  private long reserved;

  /// @param reservation stays the caller's
  /// @param others the bytes that are reserved in `reservation` already
  AnswerRoom(Reservation reservation, long others) {
    this.reservation = reservation;
    this.others = others;
  }

  /// Returns the meter of what is built of the events of one part.
  HeapMeter meter() {
    return meter;
  }

  private boolean grows(long built) {
    return reservation.resize(others + reserved + built);
  }

  /// Adapts the reservation to what is held, when a part has been translated and what was built of
  /// it is garbage.
  ///
  /// @param held the bytes that are held of the answer
  /// @return whether there is room for the held bytes
  boolean holds(long held) {
    boolean grown = meter.reset();
    boolean falls = reserved - held > SLACK;
    if (held <= reserved && !falls && !grown) {
      return true;
    }
    if (held > reserved || falls) {
      reserved = Math.ceilDiv(held, STEP) * STEP;
    }
    return reservation.resize(others + reserved);
  }
}
