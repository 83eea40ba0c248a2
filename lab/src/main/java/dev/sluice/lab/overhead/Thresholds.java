package dev.sluice.lab.overhead;

import dev.sluice.lab.draw.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The bounds of the measures.
final class Thresholds {
  private Thresholds() {}

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
        ratio(sheet, RoundMeasure.FORM_CPU, Contender.SLUICE, 2),
        absolute(sheet, RoundMeasure.UPLOADS_ABOVE, Contender.SLUICE_SMALL, 1_024, true),
        absolute(sheet, RoundMeasure.CACHE_PAUSE, Contender.SLUICE_CACHING, 60, true),
        atMost(sheet, RoundMeasure.MINUTE_P99_5, 10_000),
        ratio(sheet, RoundMeasure.MINUTE_P99_LATER, Contender.SLUICE, 2),
        atMost(sheet, RoundMeasure.START_READY, 1_500),
        atLeast(sheet, RoundMeasure.START_CALLS, 3_000),
        ratio(sheet, RoundMeasure.SAVING_CPU, Contender.SLUICE_SAVING, 1.08),
        ratio(sheet, RoundMeasure.KEYS_CPU, Contender.SLUICE_KEYED, 1.05),
        ratio(sheet, RoundMeasure.NODES_CPU, Contender.SLUICE_NODE, 1.05),
        absolute(sheet, RoundMeasure.GUESSES_KEPT, Contender.SLUICE_KEYED, 90, false),
        absolute(sheet, RoundMeasure.HTTP2_TO_OLD, Contender.SLUICE_HTTP2, 1.2, true),
        ratio(sheet, RoundMeasure.IN_PROCESS_CPU, Contender.IN_PROCESS, 0.5),
        ratio(sheet, RoundMeasure.IN_PROCESS_ALLOCATED, Contender.IN_PROCESS, 0.5));
  }

  private static Threshold ratio(
      Sheet sheet, RoundMeasure measure, String contender, double bound) {
    return new Threshold(
        "%s, to %s: %s, %s"
            .formatted(contender, measure.base(), measure.scenario(), measure.title()),
        median(sheet.toBase(measure, contender)),
        bound,
        true);
  }

  private static OptionalDouble above(Sheet sheet) {
    return median(
        sheet
            .series(RoundMeasure.RATE_P50, Contender.SLUICE)
            .flatMap(mine -> sheet.series(RoundMeasure.RATE_P50, Contender.NGINX).map(mine::less)));
  }

  /// The median of what was measured; empty where nothing was.
  static OptionalDouble median(Optional<Series> series) {
    return series.stream().mapToDouble(Series::median).findFirst();
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
        median(sheet.series(measure, contender)),
        bound,
        upper);
  }
}
