package dev.sluice.report;

import java.util.Locale;

/// Whether a row meets its target.
public enum RowStatus {
  OK,
  /// It does, and has less than a fifth of the target left.
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

  /// Its name as reports show it: `no data`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
