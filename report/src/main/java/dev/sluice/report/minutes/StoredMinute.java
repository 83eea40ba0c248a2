package dev.sluice.report.minutes;

/// What was counted in a stretch of time of one target, route and band.
///
/// @param at when it begins, in milliseconds since 1970
/// @param length how long it is, in milliseconds
/// @param target `provider/model`; empty for calls that reached none
/// @param route its name; empty for none
/// @param band the calls' priority, a word
/// @param counts what was counted
public record StoredMinute(
    long at, long length, String target, String route, String band, Counts counts) {
  /// The length of most.
  public static final long MINUTE = 60_000;

  /// Of what lies further back.
  static final long QUARTER = 15 * MINUTE;
}
