package dev.sluice.lab.overhead.measure;

import org.HdrHistogram.Histogram;

/// Percentiles of nanoseconds, in microseconds.
final class Percentile {
  private Percentile() {}

  static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }
}
