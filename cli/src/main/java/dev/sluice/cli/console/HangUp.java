package dev.sluice.cli.console;

/// The meaning of SIGHUP for a command.
public enum HangUp {
  /// It ends, as by SIGTERM.
  ENDS,
  /// It ends where it has a controlling terminal, which has gone then. If it has no terminal it
  /// reloads: that is what service managers send the signal for.
  ENDS_WITH_TERMINAL
}
