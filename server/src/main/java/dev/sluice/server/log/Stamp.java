package dev.sluice.server.log;

import java.time.Instant;

/// Writes instants as ISO 8601 does, to the millisecond; what the lines of a second share is made
/// up once. Confined to the writing thread.
final class Stamp {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_PER_SECOND = 1_000;

  private long second = Long.MIN_VALUE;
  private String text = "";

  String of(Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      String whole = Instant.ofEpochSecond(second).toString();
      text = whole.substring(0, whole.length() - 1) + '.';
    }
    int millis = MILLIS_PER_SECOND + time.getNano() / NANOS_PER_MILLI;
    return text.concat(Integer.toString(millis).substring(1)).concat("Z");
  }
}
