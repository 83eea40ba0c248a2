package dev.sluice.lab.overhead;

import org.HdrHistogram.Histogram;

/// Percentiles of nanoseconds, in microseconds.
final class Percentile {
  private Percentile() {}

  /// Returns a percentile, from 0 to 100, in microseconds.
  public static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }
}
