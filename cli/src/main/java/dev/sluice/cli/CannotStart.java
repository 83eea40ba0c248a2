package dev.sluice.cli;

/// A command lacks something that it needs; the message says what, and what to do.
final class CannotStart extends Exception {
  private static final long serialVersionUID = 1L;

  CannotStart(String message) {
    super(message);
  }
}
