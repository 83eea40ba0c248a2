package dev.sluice.lab.overhead;

import java.util.List;
import java.util.Optional;

/// The bound of a measure.
///
/// @param what for people
/// @param value the measured value, absent where it was not measured
/// @param bound the bound
/// @param upper whether the value must not be above it; else not below it
record Threshold(String what, Optional<Double> value, double bound, boolean upper) {

  /// Returns all thresholds, with the values of `sheet`.
  public static List<Threshold> of(Sheet sheet) {
    return List.of(
        ratio(sheet, RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE, 1.4),
        ratio(sheet, RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE_DEFAULT, 2),
        ratio(sheet, RoundMeasure.SATURATED_32K_CPU, Contender.SLUICE, 1.6),
        ratio(sheet, RoundMeasure.SATURATED_200K_CPU, Contender.SLUICE, 1.8),
        ratio(sheet, RoundMeasure.SATURATED_512K_CPU, Contender.SLUICE, 2.4),
        ratio(sheet, RoundMeasure.STREAMS_CPU, Contender.SLUICE, 1.7),
        new Threshold("p50 above nginx's at 2,500 calls a second, us", above(sheet), 50, true),
        atMost(sheet, RoundMeasure.OPEN_MEMORY, 200),
        atLeast(sheet, RoundMeasure.OPEN_COMPLETE, RoundMeasure.STREAMS_AT_ONCE),
        atMost(sheet, RoundMeasure.BURST_IDLE, 110),
        atMost(sheet, RoundMeasure.BURST_MEMORY, 180),
        atMost(sheet, RoundMeasure.BODIES_RATIO, 1.3),
        absolute(sheet, RoundMeasure.CACHE_PAUSE, Contender.SLUICE_CACHING, 60, true),
        atMost(sheet, RoundMeasure.MINUTE_P99_5, 10_000),
        ratio(sheet, RoundMeasure.MINUTE_P99_LATER, Contender.SLUICE, 2),
        atMost(sheet, RoundMeasure.START_READY, 1_500),
        atLeast(sheet, RoundMeasure.START_CALLS, 3_000),
        ratio(sheet, RoundMeasure.SAVING_CPU, Contender.SLUICE_SAVING, 1.08),
        ratio(sheet, RoundMeasure.KEYS_CPU, Contender.SLUICE_KEYED, 1.05),
        absolute(sheet, RoundMeasure.GUESSES_KEPT, Contender.SLUICE_KEYED, 90, false),
        absolute(sheet, RoundMeasure.HTTP2_TO_OLD, Contender.SLUICE_HTTP2, 1.2, true),
        ratio(sheet, RoundMeasure.IN_PROCESS_CPU, Contender.IN_PROCESS, 0.5),
        ratio(sheet, RoundMeasure.IN_PROCESS_ALLOCATED, Contender.IN_PROCESS, 0.5));
  }

  /// Returns whether the threshold holds; an unmeasured one does.
  boolean holds() {
    return value.map(v -> upper ? v <= bound : v >= bound).orElse(true);
  }

  private static Threshold ratio(
      Sheet sheet, RoundMeasure measure, String contender, double bound) {
    return new Threshold(
        "%s, to %s: %s, %s"
            .formatted(contender, measure.base(), measure.scenario(), measure.title()),
        sheet.toBase(measure, contender).map(Series::median),
        bound,
        true);
  }

  private static Optional<Double> above(Sheet sheet) {
    return sheet
        .series(RoundMeasure.RATE_P50, Contender.SLUICE)
        .flatMap(mine -> sheet.series(RoundMeasure.RATE_P50, Contender.NGINX).map(mine::less))
        .map(Series::median);
  }

  private static Threshold atMost(Sheet sheet, RoundMeasure measure, double bound) {
    return absolute(sheet, measure, Contender.SLUICE, bound, true);
  }

  private static Threshold atLeast(Sheet sheet, RoundMeasure measure, double bound) {
    return absolute(sheet, measure, Contender.SLUICE, bound, false);
  }

  private static Threshold absolute(
      Sheet sheet, RoundMeasure measure, String contender, double bound, boolean upper) {
    return new Threshold(
        "%s: %s".formatted(measure.scenario(), measure.title()),
        sheet.series(measure, contender).map(Series::median),
        bound,
        upper);
  }
}
