package dev.sluice.lab.trace;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/// Reads instants as traces have them: a date and a time of day, perhaps with an offset, or seconds
/// since whenever.
final class TraceInstants {
  private static final DateTimeFormatter DATED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .toFormatter();

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private TraceInstants() {}

  /// Returns an instant in nanoseconds; empty if `text` is none.
  static Optional<Long> nanos(String text) {
    return text.contains(":") ? dated(text) : seconds(text);
  }

  private static Optional<Long> dated(String text) {
    try {
      TemporalAccessor read =
          DATED.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      OffsetDateTime at =
          read instanceof OffsetDateTime o ? o : LocalDateTime.from(read).atOffset(ZoneOffset.UTC);
      return Optional.of(
          Math.addExact(Math.multiplyExact(at.toEpochSecond(), 1_000_000_000L), at.getNano()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> seconds(String text) {
    try {
      return Optional.of(new BigDecimal(text).multiply(NANOS).toBigInteger().longValueExact());
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
