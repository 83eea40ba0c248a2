package dev.sluice.dialect.embed;

import java.util.Optional;
import java.util.stream.Stream;

/// The treatment of an input that is too long for the model.
enum Truncation {
  /// The input is an error.
  NONE,
  /// The beginning of the input is cut off.
  START,
  /// The end of the input is cut off.
  END;

  /// The treatment by Cohere's name for it.
  public static Optional<Truncation> named(String name) {
    return Stream.of(values()).filter(one -> one.name().equals(name)).findFirst();
  }

  /// The treatment by a flag that says whether the end is cut off.
  public static Truncation of(boolean cut) {
    return cut ? END : NONE;
  }
}
