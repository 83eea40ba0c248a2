package dev.sluice.dialect.embed;

import java.util.Optional;
import java.util.stream.Stream;

/// What becomes of an input that is too long for the model.
enum Truncation {
  /// It is an error.
  NONE,
  /// Its beginning is cut off.
  START,
  /// Its end is cut off.
  END;

  /// By Cohere's name.
  public static Optional<Truncation> named(String name) {
    return Stream.of(values()).filter(one -> one.name().equals(name)).findFirst();
  }

  /// By a flag that says whether the end is cut off.
  public static Truncation of(boolean cut) {
    return cut ? END : NONE;
  }
}
