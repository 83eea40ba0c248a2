package dev.sluice.lab.admit;

import java.util.Locale;

/// A figure, and what it must be.
///
/// @param what for people
/// @param value the figure; [Double#NaN] where there is nothing to say, which holds
/// @param limit what it is compared with
/// @param upper whether it must not be above that; else not below
/// @param unit how both are written
record Criterion(String what, double value, double limit, boolean upper, Unit unit) {

  /// The unit in which the figures of a criterion are written.
  public enum Unit {
    PERCENT,
    SECONDS,
    COUNT
  }

  public static Criterion atMost(String what, double value, double limit, Unit unit) {
    return new Criterion(what, value, limit, true, unit);
  }

  public static Criterion atLeast(String what, double value, double limit, Unit unit) {
    return new Criterion(what, value, limit, false, unit);
  }

  public boolean holds() {
    return Double.isNaN(value) || (upper ? value <= limit : value >= limit);
  }

  /// Returns the criterion and whether it holds, on one line.
  public String line() {
    return String.format(
        Locale.ROOT, "%-6s  %s: %s", holds() ? "holds" : "BROKEN", what, figures());
  }

  /// Returns the figure, and what it must be.
  public String figures() {
    return String.format(
        Locale.ROOT, "%s (at %s %s)", show(value), upper ? "most" : "least", show(limit));
  }

  private String show(double figure) {
    if (Double.isNaN(figure)) {
      return "-";
    }
    return switch (unit) {
      case PERCENT -> String.format(Locale.ROOT, "%.2f %%", 100 * figure);
      case SECONDS -> String.format(Locale.ROOT, "%.2f s", figure);
      case COUNT -> String.format(Locale.ROOT, "%.0f", figure);
    };
  }
}
