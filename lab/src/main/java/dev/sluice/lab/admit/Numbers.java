package dev.sluice.lab.admit;

import java.util.Locale;

/// Writes figures for reports; a value that is not a number as a dash.
final class Numbers {
  private static final String NOTHING = "-";

  private Numbers() {}

  static String percent(double share) {
    return Double.isNaN(share) ? NOTHING : String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  static String fine(double share) {
    return Double.isNaN(share) ? NOTHING : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  static String seconds(double seconds) {
    return Double.isNaN(seconds) ? NOTHING : String.format(Locale.ROOT, "%.1f", seconds);
  }

  static String index(double index) {
    return Double.isNaN(index) ? NOTHING : String.format(Locale.ROOT, "%.2f", index);
  }
}
