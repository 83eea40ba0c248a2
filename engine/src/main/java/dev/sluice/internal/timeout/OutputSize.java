package dev.sluice.internal.timeout;

import java.util.OptionalLong;

/// The rough size of the output that a client has allowed: powers of four of its tokens, and no
/// bound at all. The time of a whole answer grows with its tokens, so each size is learned on its
/// own.
final class OutputSize {
  /// The number of sizes.
  static final int COUNT = 7;

  private static final int SMALLEST_BITS = 6;

  private OutputSize() {}

  /// Returns the size of a bound in tokens, from 1 (up to 64) to 6 (beyond 16,384); 0 for no bound.
  static int of(OptionalLong maxTokens) {
    if (maxTokens.isEmpty()) {
      return 0;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, maxTokens.getAsLong() - 1));
    return 1 + Math.clamp((bits - SMALLEST_BITS + 1) / 2, 0, COUNT - 2);
  }
}
