package dev.sluice.call.request;

/// The position of a value in a body, in bytes from its beginning.
///
/// @param start its first byte
/// @param end just behind its last one
public record Span(int start, int end) {
  /// There is no such value.
  public static final Span NONE = new Span(-1, -1);

  /// Whether the value is there.
  public boolean present() {
    return start >= 0;
  }
}
