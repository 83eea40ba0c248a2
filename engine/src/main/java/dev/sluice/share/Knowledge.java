package dev.sluice.share;

/// What is known of a limit a minute.
///
/// @param limit the limit in force, a minute; infinite while none is known
/// @param margin the part of it that is left unused, 0 to 1
/// @param window how many seconds' worth may be used at once
public record Knowledge(double limit, double margin, double window) {
  private static final double MINUTE = 60;

  /// Whether a limit is known.
  public boolean isBounded() {
    return limit < Double.POSITIVE_INFINITY;
  }

  /// Returns what flows in per second.
  public double rate() {
    return limit * (1 - margin) / MINUTE;
  }
}
