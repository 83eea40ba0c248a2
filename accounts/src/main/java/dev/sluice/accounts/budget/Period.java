package dev.sluice.accounts.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The time after which a budget begins anew.
public enum Period {
  DAY,
  /// From Monday on, numbered as ISO 8601 does.
  WEEK,
  MONTH,
  /// The whole time: the budget never begins anew.
  TOTAL;

  /// A stretch of time. Instants in milliseconds since 1970 in UTC.
  ///
  /// @param name what it is called: `2026-11-26`, `2026-W48`, `2026-11`, `total`
  /// @param from its first instant
  /// @param until the first one behind it
  public record Window(String name, long from, long until) {
    /// Whether the window lies before `now`.
    boolean isOver(long now) {
      return now >= until;
    }

    /// Whether an instant lies in the window.
    public boolean holds(long now) {
      return from <= now && now < until;
    }
  }

  /// The length of a month's name such as `2026-11`.
  private static final int MONTH_LENGTH = 7;

  private static final Window ALL = new Window("total", Long.MIN_VALUE, Long.MAX_VALUE);

  /// The name of the period in configurations.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Finds the period of this name.
  public static Optional<Period> of(String word) {
    return Arrays.stream(values()).filter(period -> period.word().equals(word)).findFirst();
  }

  /// Finds the period that a window of this name belongs to.
  public static Period ofWindow(String name) {
    if (name.equals(ALL.name())) {
      return TOTAL;
    }
    if (name.indexOf('W') >= 0) {
      return WEEK;
    }
    return name.length() == MONTH_LENGTH ? MONTH : DAY;
  }

  /// The window that an instant lies in.
  ///
  /// @param at milliseconds since 1970 in UTC
  public Window window(long at, ZoneId zone) {
    LocalDate day = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
    return switch (this) {
      case DAY -> window(day.toString(), day, day.plusDays(1), zone);
      case WEEK -> {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield window(week(day), monday, monday.plusWeeks(1), zone);
      }
      case MONTH -> month(day, zone);
      case TOTAL -> ALL;
    };
  }

  /// The names of all windows that an instant lies in.
  ///
  /// @param at milliseconds since 1970 in UTC
  public static List<String> windows(long at, ZoneId zone) {
    return Arrays.stream(values()).map(period -> period.window(at, zone).name()).toList();
  }

  private static Window month(LocalDate day, ZoneId zone) {
    LocalDate first = day.withDayOfMonth(1);
    return window(first.toString().substring(0, MONTH_LENGTH), first, first.plusMonths(1), zone);
  }

  private static Window window(String name, LocalDate from, LocalDate until, ZoneId zone) {
    return new Window(name, millis(from, zone), millis(until, zone));
  }

  private static long millis(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().truncatedTo(ChronoUnit.MILLIS).toEpochMilli();
  }

  private static String week(LocalDate day) {
    return "%04d-W%02d"
        .formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }
}
