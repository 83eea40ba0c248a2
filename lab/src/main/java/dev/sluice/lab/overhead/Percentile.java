package dev.sluice.lab.overhead;

import org.HdrHistogram.Histogram;

/// Percentiles of nanoseconds, in microseconds.
final class Percentile {
  private Percentile() {}

  /// The percentile, from 0 to 100.
  public static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }
}
