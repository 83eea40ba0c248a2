package dev.sluice.batches;

/// The results of a batch, as far as there are any.
///
/// @param output the id of the file of answers; empty where there is none
/// @param errors the id of the file of errors; empty where there is none
public record BatchResults(LineCounts counts, Tokens used, String output, String errors) {
  /// Nothing yet.
  public static final BatchResults NONE = new BatchResults(LineCounts.NONE, Tokens.NONE, "", "");

  BatchResults counting(LineCounts other, Tokens tokens) {
    return new BatchResults(other, tokens, output, errors);
  }

  /// Whether a file is one of the two.
  boolean has(String file) {
    return output.equals(file) || errors.equals(file);
  }

  BatchResults in(String outputFile, String errorFile) {
    return new BatchResults(counts, used, outputFile, errorFile);
  }
}
