package dev.sluice.it.matrix.provider;

/// A failure that a scene wants.
enum Trouble {
  INVALID,
  MISSING,
  RATE,
  INTERNAL,
  OVERLOADED,
  /// A stream with an error behind its first words.
  BROKEN,
  /// A stream that ends behind its first words.
  CUT;

  boolean isInStream() {
    return this == BROKEN || this == CUT;
  }
}
