package dev.sluice.config.value;

/// The type of a scalar: turns its text, interpolated, into a value.
@FunctionalInterface
public interface Type<T> {

  /// Reads a value.
  ///
  /// @throws ConfigProblem if `text` is no such value
  T read(String text) throws ConfigProblem;

  /// Shows a wrong value in a message.
  ///
  /// @param raw the text as it stands in the file, not interpolated
  default String show(String raw) {
    return Quoted.of(raw);
  }
}
