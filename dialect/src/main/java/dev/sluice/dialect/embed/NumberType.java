package dev.sluice.dialect.embed;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The type of a vector's numbers. Numbers of one type mean nothing as another.
enum NumberType {
  FLOAT,
  INT8,
  UINT8,
  /// A bit for each dimension, eight bits in a signed number.
  BINARY,
  /// A bit for each dimension, eight bits in an unsigned number.
  UBINARY;

  /// The type of this name, which is the same at every vendor.
  public static Optional<NumberType> named(String name) {
    return Stream.of(values()).filter(type -> type.label().equals(name)).findFirst();
  }

  /// The name of the type, which is the same at every vendor.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
