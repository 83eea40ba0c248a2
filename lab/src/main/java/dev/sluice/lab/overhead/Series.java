package dev.sluice.lab.overhead;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// The values of one measure for one contender, one for each round.
///
/// @param values at least one
record Series(List<Double> values) {
  public Series {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one value");
    }
    values = List.copyOf(values);
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /// Returns this series over `other`, round by round: a disturbance of a round disturbed both.
  Series over(Series other) {
    return with(other, (mine, theirs) -> mine / theirs);
  }

  /// Returns this series less `other`, round by round.
  Series less(Series other) {
    return with(other, (mine, theirs) -> mine - theirs);
  }

  /// The median, and between which values the rounds lie where there are several.
  String show(int digits) {
    String median = number(median(), digits);
    if (values.size() == 1) {
      return median;
    }
    return "%s (%s to %s)".formatted(median, number(min(), digits), number(max(), digits));
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private Series with(Series other, DoubleBinaryOperator operator) {
    int rounds = Math.min(values.size(), other.values.size());
    return new Series(
        IntStream.range(0, rounds)
            .mapToObj(i -> operator.applyAsDouble(values.get(i), other.values.get(i)))
            .toList());
  }
}
