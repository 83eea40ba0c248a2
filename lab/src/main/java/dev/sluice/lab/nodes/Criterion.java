package dev.sluice.lab.nodes;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A figure of a scene, and what it must be.
///
/// @param what for people
/// @param unit how it is written: a factor and a suffix
/// @param of reads the figure off a scene's runs
/// @param limit what it is compared with
/// @param upper whether it must not be above that; else not below
record Criterion(
    String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit, boolean upper) {

  /// How a figure is written.
  enum Unit {
    PERCENT(100, "%.2f %%"),
    MILLISECONDS(1_000, "%.1f ms"),
    COUNT(1, "%.2f");

    private final double factor;
    private final String format;

    Unit(double factor, String format) {
      this.factor = factor;
      this.format = format;
    }

    String show(double value) {
      return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, factor * value);
    }
  }

  static Criterion atMost(
      String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit) {
    return new Criterion(what, unit, of, limit, true);
  }

  static Criterion atLeast(
      String what, Unit unit, ToDoubleFunction<List<Figures>> of, double limit) {
    return new Criterion(what, unit, of, limit, false);
  }

  /// A figure of a scene with what it must be.
  record Judged(String what, String value, String limit, boolean holds) {
    String line() {
      return (holds ? "holds   " : "BROKEN  ") + what + ": " + value + " (" + limit + ")";
    }
  }

  Judged judge(List<Figures> runs) {
    double value = of.applyAsDouble(runs);
    boolean holds = upper ? value <= limit : value >= limit;
    String bound = (upper ? "at most " : "at least ") + unit.show(limit);
    return new Judged(what, unit.show(value), bound, holds);
  }
}
