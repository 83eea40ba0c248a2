package dev.sluice.cli.console;

/// A command cannot do its work; the message says why and what to do.
public class CannotStart extends Exception {
  public CannotStart(String message) {
    super(message);
  }
}
