package dev.sluice.it.matrix.provider;

/// A request is not what its vendor takes, or not what the scene needs.
final class Unexpected extends Exception {
  private static final long serialVersionUID = 1;

  Unexpected(String message) {
    super(message);
  }

  /// Checks one property of a request.
  static void unless(boolean right, String message, Object found) throws Unexpected {
    if (!right) {
      throw new Unexpected(message + ": " + found);
    }
  }
}
