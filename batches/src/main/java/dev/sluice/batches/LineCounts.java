package dev.sluice.batches;

/// How many lines a batch has.
///
/// @param total lines of the input
/// @param completed lines with an answer
/// @param failed lines with an error
/// @param uncalled those of them that have no result, since the batch has ended before
public record LineCounts(int total, int completed, int failed, int uncalled) {
  /// Nothing is known of the lines.
  public static final LineCounts NONE = new LineCounts(0, 0, 0);

  /// Counts of lines whose errors are all results.
  public LineCounts(int total, int completed, int failed) {
    this(total, completed, failed, 0);
  }
}
