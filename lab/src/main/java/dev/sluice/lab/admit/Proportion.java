package dev.sluice.lab.admit;

/// Counts which share of something is so.
final class Proportion {
  private double some;
  private double all;

  void add(double amount, boolean so) {
    all += amount;
    some += so ? amount : 0;
  }

  /// Returns the share, 0 to 1; [Double#NaN] of nothing.
  double value() {
    return all == 0 ? Double.NaN : some / all;
  }
}
