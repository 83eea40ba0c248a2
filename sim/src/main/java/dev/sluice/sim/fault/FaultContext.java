package dev.sluice.sim.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The context in which a fault strikes. Durations and sizes are written as the gateway's
/// configuration writes them.
///
/// @param arg its argument, already checked
/// @param wall the wall clock
/// @param opening how many events of a stream belong to its first one, behind it
record FaultContext(String arg, Instant wall, int opening) {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})([A-Za-z]{0,3})");

  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L,
          "B", 1L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "K", 1_000L,
          "M", 1_000_000L,
          "G", 1_000_000_000L);

  private static final Map<String, Long> NANOS =
      Map.of(
          "ms", Duration.ofMillis(1).toNanos(),
          "s", Duration.ofSeconds(1).toNanos(),
          "m", Duration.ofMinutes(1).toNanos(),
          "h", Duration.ofHours(1).toNanos());

  int number() {
    return Integer.parseInt(arg);
  }

  /// How many events of the stream the argument counts.
  int events() {
    return event(number());
  }

  /// The place of the event with this number, which counts the opening as one event.
  int event(int number) {
    return number == 0 ? 0 : number + opening;
  }

  /// Reads the argument as a number of bytes.
  int size() {
    return Math.toIntExact(quantity(BYTES));
  }

  long nanos() {
    return quantity(NANOS);
  }

  private long quantity(Map<String, Long> units) {
    Matcher matcher = QUANTITY.matcher(arg);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("no number with one of the units " + units.keySet());
    }
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
  }
}
