package dev.sluice.server.log;

import java.time.Instant;

/// A writer of instants as ISO 8601 does, to the millisecond; the part that the lines of a second
/// share is made up once. Safe for any thread.
final class Timestamps {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int DIGITS_OF_MILLIS = 3;

  private volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long epoch, String text) {
    static Second of(long epoch) {
      String whole = Instant.ofEpochSecond(epoch).toString();
      return new Second(epoch, whole.substring(0, whole.length() - 1) + '.');
    }
  }

  /// Adds a time to a line.
  LineBuffer add(Instant time, LineBuffer out) {
    Second second = last;
    if (second.epoch != time.getEpochSecond()) {
      second = Second.of(time.getEpochSecond());
      last = second;
    }
    int millis = time.getNano() / NANOS_PER_MILLI;
    return out.ascii(second.text).digits(millis, DIGITS_OF_MILLIS).ascii("Z");
  }
}
