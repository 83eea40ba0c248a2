package dev.sluice.cli.console;

/// What SIGHUP means to a command.
public enum HangUp {
  /// The command ends, as by SIGTERM.
  ENDS,
  /// The command ends where it has a controlling terminal, which has gone then. If it has no
  /// terminal it reloads: that is what service managers send the signal for.
  ENDS_WITH_TERMINAL
}
