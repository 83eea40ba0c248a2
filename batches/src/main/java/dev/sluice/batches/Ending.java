package dev.sluice.batches;

/// Why a batch calls no more lines: what becomes of those that have no result.
public enum Ending {
  /// The batch goes on.
  NONE("", ""),
  /// All lines have a result.
  DONE("batch_incomplete", "This line has no result."),
  EXPIRED(
      "batch_expired",
      "This line could not be called before the completion window of the batch ended."),
  CANCELLED("batch_cancelled", "This line was not called before the batch was cancelled."),
  KEY_REVOKED(
      "key_revoked",
      "This line was not called: the key that made the batch was revoked, or is gone."),
  FAILED("batch_failed", "This line has no result: the batch failed, and its errors say why."),
  /// The provider that was to run all lines has no result of some.
  UNDELIVERED(
      "batch_incomplete", "This line has no result: the provider's batch has ended without one."),
  KEY_EXPIRED("key_expired", "This line was not called: the key that made the batch has expired.");

  private final String code;
  private final String message;

  Ending(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /// The code of the error of a line without a result.
  public String code() {
    return code;
  }

  String message() {
    return message;
  }
}
