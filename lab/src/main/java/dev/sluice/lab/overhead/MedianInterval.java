package dev.sluice.lab.overhead;

import java.util.List;

/// The median of a series, and an interval that holds the median of what it was drawn from with a
/// confidence of at least 95 %.
///
/// The interval is that of the sign test: of n sorted values the k-th from below and the k-th from
/// above, with the largest k for which at most 2.5 % of Binomial(n, 1/2) is below k. It assumes
/// that rounds do not depend on each other, and nothing about how their values are distributed.
/// Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition, section 7.1.
///
/// Limitations: it is as wide as the whole series up to eight values, and knows nothing of what is
/// the same in every round.
///
/// @param confidence the share of such intervals that hold the median, 0.95 to 1
record MedianInterval(double median, double low, double high, double confidence) {
  /// The fewest values of an interval: with fewer, not even the smallest and the largest are 95 %
  /// apart.
  public static final int FEWEST = 6;

  private static final double EACH_SIDE = 0.025;

  /// The median of `series`, with its interval.
  ///
  /// @throws IllegalArgumentException if the series has fewer than [#FEWEST] values
  static MedianInterval of(Series series) {
    List<Double> sorted = series.values().stream().sorted().toList();
    int n = sorted.size();
    if (n < FEWEST) {
      throw new IllegalArgumentException(
          "%d values have no 95 %% interval: at least %d are needed".formatted(n, FEWEST));
    }
    int cut = 0;
    double term = Math.pow(0.5, n);
    double outside = 0;
    while (outside + term <= EACH_SIDE) {
      outside += term;
      term *= (double) (n - cut) / (cut + 1);
      cut++;
    }
    return new MedianInterval(
        series.median(), sorted.get(cut - 1), sorted.get(n - cut), 1 - 2 * outside);
  }

  /// Returns the interval for people.
  String show() {
    return "%s (%s to %s)"
        .formatted(Series.number(median, 3), Series.number(low, 3), Series.number(high, 3));
  }
}
