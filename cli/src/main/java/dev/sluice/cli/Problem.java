package dev.sluice.cli;

import dev.sluice.server.CannotListen;
import dev.sluice.server.config.ConfigException;

/// Why a command has ended: one line for the user and an exit code, never a stack trace.
record Problem(String text, int exitCode) {

  static Problem of(Exception failure) {
    return switch (failure) {
      case ConfigException wrong -> new Problem(wrong.getMessage(), ExitCode.CANNOT_START);
      case CannotListen taken -> cannotStart(taken.getMessage());
      case CannotStart why -> cannotStart(why.getMessage());
      default -> cannotStart(failure.toString());
    };
  }

  private static Problem cannotStart(String why) {
    return new Problem("sluice: cannot start: " + why, ExitCode.CANNOT_START);
  }
}
