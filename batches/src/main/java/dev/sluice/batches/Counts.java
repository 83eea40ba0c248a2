package dev.sluice.batches;

/// How many lines a batch has.
///
/// @param total lines of the input
/// @param completed lines with an answer
/// @param failed lines with an error
public record Counts(int total, int completed, int failed) {
  /// Nothing is known of the lines.
  public static final Counts NONE = new Counts(0, 0, 0);
}
