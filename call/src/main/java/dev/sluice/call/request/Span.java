package dev.sluice.call.request;

/// The position of a value in a body, in bytes from its beginning.
///
/// @param start the offset of the value's first byte
/// @param end the offset just behind its last byte
public record Span(int start, int end) {
  /// The span of a value that is not there.
  public static final Span NONE = new Span(-1, -1);

  /// Whether the value is there.
  public boolean present() {
    return start >= 0;
  }
}
