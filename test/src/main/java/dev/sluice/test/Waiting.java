package dev.sluice.test;

/// How long a test waits for what should come at once.
final class Waiting {
  /// Seconds of real time.
  static final int SECONDS = 5;

  private Waiting() {}
}
