package dev.sluice.cli.batch;

import dev.sluice.cli.console.CannotStart;

/// An API has not done what it was asked to.
final class ApiFault extends CannotStart {
  private static final long serialVersionUID = 1L;

  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;

  private final int status;

  /// @param status the HTTP status; 0 where there was no answer
  /// @param message what is wrong, and what to do
  ApiFault(int status, String message) {
    super(message);
    this.status = status;
  }

  /// What is wrong, and what to do.
  String words() {
    return String.valueOf(getMessage());
  }

  /// Whether the API may do it later.
  boolean isPassing() {
    return status == 0
        || status == TIMEOUT
        || status == TOO_MANY
        || (status >= SERVER_ERROR && status != NOT_IMPLEMENTED);
  }

  /// Whether nobody knows what has become of a request.
  boolean isUnknown() {
    return status == 0 || status >= SERVER_ERROR;
  }
}
