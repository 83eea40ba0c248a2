package dev.sluice.report;

import java.util.Locale;

/// The relation of a row's figure to its target.
public enum RowStatus {
  OK,
  /// The row meets its target, and has less than a fifth of it left.
  NEAR,
  MISSED,
  /// There were too few calls to say.
  NO_DATA;

  private static final double NEAR_SHARE = 0.8;

  /// The status of a figure that is to stay below `target`.
  static RowStatus below(double current, double target) {
    if (current > target || (current == target && target > 0)) {
      return MISSED;
    }
    return current > NEAR_SHARE * target ? NEAR : OK;
  }

  /// The status of a figure that is to be `target` at least.
  static RowStatus atLeast(double current, double target) {
    return current < target ? MISSED : OK;
  }

  /// The name of the status as reports show it: `no data`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
