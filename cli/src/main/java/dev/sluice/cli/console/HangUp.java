package dev.sluice.cli.console;

/// The meaning of SIGHUP for a command.
public enum HangUp {
  /// It ends, as by SIGTERM.
  ENDS,
  /// It ends where it has a controlling terminal, which has gone then. If it has no terminal the
  /// signal is ignored, and a line says so: service managers send it in order to reload.
  ENDS_WITH_TERMINAL
}
