package dev.sluice.lab.admit;

import java.util.Arrays;

/// Durations, and their quantiles.
final class Waits {
  private static final double NANOS = 1e9;
  private static final int INITIAL = 256;

  private long[] values = new long[INITIAL];
  private int size;
  private boolean sorted;

  void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = nanos;
    sorted = false;
  }

  /// Returns the seconds that a share of `quantile` does not exceed; [Double#NaN] of no waits.
  double quantile(double quantile) {
    if (size == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(values, 0, size);
      sorted = true;
    }
    int rank = (int) Math.ceil(quantile * size);
    return values[Math.max(0, rank - 1)] / NANOS;
  }
}
