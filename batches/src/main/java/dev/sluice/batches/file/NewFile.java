package dev.sluice.batches.file;

/// What is said of a file before its content comes.
///
/// @param name for people; no part of a path
/// @param purpose what the file is for, such as `batch`
/// @param expires when it ends, in milliseconds since 1970; 0 to keep it as long as files are kept
///   that say nothing
public record NewFile(String name, String purpose, long expires) {
  /// The purpose of files of calls, a line each.
  public static final String BATCH = "batch";

  /// The purpose of what the gateway writes itself: what has been paid for is not lost for want of
  /// a quota.
  public static final String OUTPUT = "batch_output";

  /// What is said where nothing is known yet: [ContentWriter#describe] does so later.
  public static final NewFile UNSAID = new NewFile("", "", 0);

  /// Whether the file counts against bounds before it is written.
  boolean isBounded() {
    return !purpose.equals(OUTPUT);
  }
}
