package dev.sluice.internal.timeout;

/// The rough size of a call's input: powers of four of its body's bytes. The time to the first
/// token grows with the input, so each size is learned on its own.
final class InputSize {
  /// The number of sizes.
  static final int COUNT = 6;

  private static final int SMALLEST_BITS = 12;

  private InputSize() {}

  /// Returns the size of a body, from 0 (up to 4 KiB) to 5 (beyond 1 MiB).
  static int of(int bytes) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, bytes - 1));
    return Math.clamp((bits - SMALLEST_BITS + 1) / 2, 0, COUNT - 1);
  }

  /// Returns the name of a size, for a label.
  static String name(int size) {
    return size == COUNT - 1 ? "more" : (4 << (2 * size)) + "KiB";
  }
}
