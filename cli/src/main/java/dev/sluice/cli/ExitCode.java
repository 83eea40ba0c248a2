package dev.sluice.cli;

/// What a command ends with; others script against it.
final class ExitCode {
  static final int DONE = 0;
  static final int CHECK_FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int CANNOT_START = 3;

  /// Ended by a signal before it was through.
  static final int ENDED = 130;

  private ExitCode() {}
}
