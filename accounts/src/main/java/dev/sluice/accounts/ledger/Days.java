package dev.sluice.accounts.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The days that instants lie in. Remembers the bounds of two days, since calls that began
/// yesterday and today end one behind the other at midnight. Confined to one thread.
final class Days {
  private static final Span NONE = new Span(0, 0, "");

  private final ZoneId zone;
  private Span last = NONE;
  private Span other = NONE;

  /// A day, and the instants that lie in it.
  private record Span(long from, long until, String day) {
    boolean holds(long at) {
      return from <= at && at < until;
    }
  }

  Days(ZoneId zone) {
    this.zone = zone;
  }

  /// The day that an instant lies in, `YYYY-MM-DD`.
  ///
  /// @param at milliseconds since 1970 in UTC
  public static String of(long at, ZoneId zone) {
    return date(at, zone).toString();
  }

  private static LocalDate date(long at, ZoneId zone) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(at), zone);
  }

  String of(long at) {
    if (!last.holds(at)) {
      Span next = other.holds(at) ? other : span(at);
      other = last;
      last = next;
    }
    return last.day;
  }

  private Span span(long at) {
    LocalDate day = date(at, zone);
    return new Span(begin(day), begin(day.plusDays(1)), day.toString());
  }

  private long begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
