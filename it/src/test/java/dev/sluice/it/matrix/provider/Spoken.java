package dev.sluice.it.matrix.provider;

import java.util.List;

/// An answer, whatever its dialect.
///
/// @param thought what it thinks first; empty for nothing
/// @param parts its text, as a stream brings it
record Spoken(String thought, List<String> parts, List<Calling> calls) {
  /// A call of a tool.
  ///
  /// @param arguments a JSON object
  record Calling(String id, String name, String arguments) {}

  static Spoken text(String... parts) {
    return new Spoken("", List.of(parts), List.of());
  }

  static Spoken calls(Calling... calls) {
    return new Spoken("", List.of(), List.of(calls));
  }

  String text() {
    return String.join("", parts);
  }
}
