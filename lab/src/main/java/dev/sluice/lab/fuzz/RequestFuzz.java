package dev.sluice.lab.fuzz;

/// The request scanner: it takes what Jackson takes, and finds the same, wherever a body is cut.
final class RequestFuzz {
  /// A cut at every place takes time that grows with the square of the size.
  private static final int SIZE_MAX = 2_000;

  private RequestFuzz() {}

  static void run(byte[] input) {
    if (input.length <= SIZE_MAX) {
      ScannerCheck.every(input);
    }
  }
}
