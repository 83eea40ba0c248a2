package dev.sluice.lab.batch;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/// Times of calls in nanoseconds, without a batch and beside one.
///
/// @param lines of the batch
/// @param seconds how long it took
record BesideRun(Histogram without, Histogram beside, int lines, double seconds) {
  /// By how many milliseconds a percentile is higher beside the batch.
  double more(double percentile) {
    return ms(beside, percentile) - ms(without, percentile);
  }

  double ratio(double percentile) {
    return ms(beside, percentile) / ms(without, percentile);
  }

  private static double ms(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "  %.1f, %.1f and %.1f, %.1f; %+.1f; %.1f, %.0f",
        ms(without, 50),
        ms(without, 99),
        ms(beside, 50),
        ms(beside, 99),
        more(99),
        seconds,
        lines / seconds);
  }

  /// How far the differences of runs are apart, in words.
  static String spread(List<BesideRun> runs) {
    var more = runs.stream().mapToDouble(run -> run.more(99)).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "%+.1f to %+.1f ms, mean %+.1f",
        more.getMin(),
        more.getMax(),
        more.getAverage());
  }

  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
