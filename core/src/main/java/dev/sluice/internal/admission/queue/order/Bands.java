package dev.sluice.internal.admission.queue.order;

import dev.sluice.call.request.Band;

/// Numbers for bands: 0 is the most urgent.
public final class Bands {
  /// How many there are.
  public static final int COUNT = 4;

  private Bands() {}

  /// How urgent `band` is.
  public static int rank(Band band) {
    return switch (band) {
      case CRITICAL -> 0;
      case INTERACTIVE -> 1;
      case NORMAL -> 2;
      case BATCH -> 3;
    };
  }
}
