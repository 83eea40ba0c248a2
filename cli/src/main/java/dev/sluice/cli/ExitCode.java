package dev.sluice.cli;

/// What the exit codes mean; scripts rely on them.
final class ExitCode {
  static final int DONE = 0;
  static final int CHECK_FAILED = 1;
  static final int USAGE = 2;
  static final int CANNOT_START = 3;

  private ExitCode() {}
}
