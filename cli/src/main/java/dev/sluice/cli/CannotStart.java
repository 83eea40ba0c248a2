package dev.sluice.cli;

/// A command cannot do its work; the message says why and what to do.
final class CannotStart extends Exception {
  CannotStart(String message) {
    super(message);
  }
}
