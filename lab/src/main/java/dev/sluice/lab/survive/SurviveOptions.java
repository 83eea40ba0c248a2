package dev.sluice.lab.survive;

import dev.sluice.call.text.EnumWords;
import dev.sluice.lab.mechanism.SideBySide;
import java.time.Duration;

/// The options of a run.
///
/// @param day the faults of the hour
/// @param length how long the hour takes; less than [#SHORTEST] leaves no time for what providers
///   do wrong to be learned and forgotten
/// @param perSecond calls in each second, through each arm
/// @param spread of first tokens: the standard deviation of their logarithm
/// @param compared the comparison of gateways; where it is not asked for, one is compared with an
///   SDK. Its seed is that of all that providers draw
public record SurviveOptions(
    Day day, Duration length, int perSecond, double spread, SideBySide compared) {
  /// Two seconds for a minute of the schedule.
  public static final Duration SHORTEST = Duration.ofMinutes(2);

  /// A pair of providers has to earn a budget of repeats at all.
  private static final int SLOWEST = 20;

  /// The widest spread: one in a hundred first tokens takes a hundred times as long as the median
  /// then.
  private static final double WIDEST = 2;

  public SurviveOptions {
    if (!compared.isAsked() && day != Day.HOUR) {
      throw new IllegalArgumentException(
          "day %s without mechanisms to compare: say --without".formatted(EnumWords.of(day)));
    }
    if (day == Day.HOUR && length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "the hour in %d s: %d s are needed at least"
              .formatted(length.toSeconds(), SHORTEST.toSeconds()));
    }
    if (!(spread >= 0 && spread <= WIDEST)) {
      throw new IllegalArgumentException(
          "first tokens with a spread of %s: it must be from 0 to %s".formatted(spread, WIDEST));
    }
    if (perSecond < SLOWEST) {
      throw new IllegalArgumentException(
          "%d calls a second: %d are needed at least".formatted(perSecond, SLOWEST));
    }
  }
}
