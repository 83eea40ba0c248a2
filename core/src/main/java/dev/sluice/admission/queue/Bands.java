package dev.sluice.admission.queue;

import dev.sluice.call.Band;

/// Numbers for bands: 0 is the most urgent.
final class Bands {
  static final int COUNT = 4;

  private Bands() {}

  static int rank(Band band) {
    return switch (band) {
      case CRITICAL -> 0;
      case INTERACTIVE -> 1;
      case NORMAL -> 2;
      case BATCH -> 3;
    };
  }
}
