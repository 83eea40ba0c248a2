package dev.sluice.cli.litellm;

/// A team or a key of LiteLLM's cannot be taken over; the message says why, on one line.
final class NotTaken extends Exception {
  NotTaken(String message) {
    super(message);
  }
}
