package dev.sluice.cli.litellm;

import dev.sluice.accounts.budget.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A period of budgets for one of LiteLLM's durations.
///
/// @param period one that is no shorter, so that no more may be spent
/// @param exact whether it begins anew as often
record Periods(Period period, boolean exact) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h|d|w|mo)");
  private static final Map<String, String> WORDS =
      Map.of("daily", "1d", "weekly", "7d", "monthly", "1mo");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "mo", Duration.ofDays(30));

  private static final long DAYS_OF_WEEK = 7;
  private static final long SHORTEST_MONTH = 28;
  private static final long LONGEST_MONTH = 31;

  /// The period for a duration such as `30d`; for one that makes no sense the whole time, in which
  /// the least may be spent.
  static Periods of(String duration) {
    Matcher form = FORM.matcher(WORDS.getOrDefault(duration, duration));
    if (!form.matches()) {
      return new Periods(Period.TOTAL, false);
    }
    Duration unit = UNITS.getOrDefault(form.group(2), Duration.ZERO);
    Duration time = unit.multipliedBy(Long.parseLong(form.group(1)));
    return of(time);
  }

  /// A budget for it, as it is written: `50USD/month`.
  String budget(BigDecimal dollars) {
    return dollars.stripTrailingZeros().toPlainString() + "USD/" + period.word();
  }

  /// What to say of one that is not exact.
  String stricter() {
    return "budgets are for a day, a week, a month or in total: it is for %s now, which is stricter"
        .formatted(period == Period.TOTAL ? "the whole time" : "a " + period.word());
  }

  private static Periods of(Duration time) {
    long days = time.toDays();
    boolean whole = time.equals(Duration.ofDays(days));
    if (time.compareTo(Duration.ofDays(1)) <= 0) {
      return new Periods(Period.DAY, whole && days == 1);
    }
    if (time.compareTo(Duration.ofDays(DAYS_OF_WEEK)) <= 0) {
      return new Periods(Period.WEEK, whole && days == DAYS_OF_WEEK);
    }
    if (time.compareTo(Duration.ofDays(LONGEST_MONTH)) <= 0) {
      return new Periods(Period.MONTH, whole && days >= SHORTEST_MONTH);
    }
    return new Periods(Period.TOTAL, false);
  }
}
