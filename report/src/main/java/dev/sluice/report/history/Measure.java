package dev.sluice.report.history;

/// The times that are kept as histograms.
public enum Measure {
  /// Answered calls: from arrival to the end of the answer.
  CALL,
  /// Answered streams: from arrival to the first meaningful event.
  FIRST_TOKEN,
  /// Calls that had to wait for grants, also those that got none: for how long.
  WAIT;

  /// The length of a vector that holds all figures and histograms.
  public static final int VECTOR = Figure.COUNT + values().length * DurationBuckets.COUNT;

  /// The place of its first bucket in such a vector.
  @SuppressWarnings("EnumOrdinal")
  int offset() {
    return Figure.COUNT + ordinal() * DurationBuckets.COUNT;
  }
}
