package dev.sluice.lab.draw;

import java.util.Locale;

/// A figure, and what it must be.
///
/// @param what for people
/// @param value the figure; [Double#NaN] where there is nothing to say, which holds
/// @param limit what it is compared with
/// @param upper whether it must not be above that; else not below
/// @param unit how both are written
public record Criterion(String what, double value, double limit, boolean upper, Unit unit) {

  /// How a figure is written; a dash where it is no number.
  public enum Unit {
    PERCENT(100, "%.2f %%"),
    SECONDS(1, "%.2f s"),
    MILLISECONDS(1_000, "%.1f ms"),
    COUNT(1, "%.0f"),
    RATE(1, "%.2f");

    private final double factor;
    private final String format;

    Unit(double factor, String format) {
      this.factor = factor;
      this.format = format;
    }

    public String show(double value) {
      return Double.isFinite(value) ? String.format(Locale.ROOT, format, factor * value) : "-";
    }
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
    return "%-6s  %s: %s".formatted(holds() ? "holds" : "BROKEN", what, figures());
  }

  /// Returns the figure, and what it must be.
  public String figures() {
    return "%s (at %s %s)".formatted(unit.show(value), upper ? "most" : "least", unit.show(limit));
  }
}
