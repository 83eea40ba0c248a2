package dev.sluice.sim.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A header, sent exactly as it is.
public record Header(String name, String value) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Returns a point in time as a header says it.
  public static String date(Instant instant) {
    return DATE.format(instant);
  }
}
