package dev.sluice.lab.admit;

/// Counts how much of something is so.
final class Share {
  private double some;
  private double all;

  void add(double amount, boolean so) {
    all += amount;
    some += so ? amount : 0;
  }

  /// 0 to 1; [Double#NaN] of nothing.
  double value() {
    return all == 0 ? Double.NaN : some / all;
  }
}
