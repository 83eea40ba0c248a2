package dev.sluice.dialect.embed;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the numbers of a vector are. Those of one type mean nothing as another.
enum NumberType {
  FLOAT,
  INT8,
  UINT8,
  /// A bit for each dimension, eight in a signed number.
  BINARY,
  /// The same in unsigned numbers.
  UBINARY;

  /// The type of this name, which is the same at every vendor.
  public static Optional<NumberType> named(String name) {
    return Stream.of(values()).filter(type -> type.label().equals(name)).findFirst();
  }

  /// Its name.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
