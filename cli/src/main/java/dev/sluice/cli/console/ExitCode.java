package dev.sluice.cli.console;

/// The exit code of a command; scripts depend on it.
public final class ExitCode {
  public static final int DONE = 0;
  public static final int CHECK_FAILED = 1;
  public static final int WRONG_USAGE = 2;
  public static final int CANNOT_START = 3;

  /// A batch has failed, has expired, or was cancelled.
  public static final int BATCH_FAILED = 4;

  /// Ended by a signal before it was through.
  public static final int ENDED = 130;

  private ExitCode() {}
}
