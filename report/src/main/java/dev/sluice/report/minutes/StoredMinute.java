package dev.sluice.report.minutes;

/// The counts of one target, route and band in a span of time, as the store has them.
///
/// @param at when it begins, in milliseconds since 1970
/// @param length how long it is, in milliseconds
/// @param target `provider/model`; empty for calls that reached none
/// @param route its name; empty for none
/// @param band the calls' priority, a word
/// @param counts what was counted
public record StoredMinute(
    long at, long length, String target, String route, String band, Counts counts) {
  /// The length of most spans, in milliseconds.
  public static final long MINUTE = 60_000;

  /// The length of spans that lie further back, in milliseconds.
  static final long QUARTER = 15 * MINUTE;
}
