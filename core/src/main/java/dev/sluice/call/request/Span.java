package dev.sluice.call.request;

/// Where something stands in a body, in bytes from its beginning.
///
/// @param start its first byte
/// @param end just behind its last one
public record Span(int start, int end) {
  /// It does not stand there.
  public static final Span NONE = new Span(-1, -1);

  /// Whether it stands there.
  public boolean present() {
    return start >= 0;
  }
}
