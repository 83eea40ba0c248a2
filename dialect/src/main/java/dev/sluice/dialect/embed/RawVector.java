package dev.sluice.dialect.embed;

import org.jspecify.annotations.Nullable;

/// A vector as its provider has written it: a list of numbers where it lies in the answer, or
/// base64.
///
/// @param in the answer that contains the list
/// @param start the offset of the list's first bracket
/// @param end the offset behind the list's last bracket
/// @param base64 the vector in base64; null for a list
@SuppressWarnings("ArrayRecordComponent")
record RawVector(byte[] in, int start, int end, @Nullable String base64) {

  /// A vector in base64.
  public static RawVector of(String base64) {
    return new RawVector(new byte[0], 0, 0, base64);
  }

  /// The size of the vector in bytes, as it is written.
  public int size() {
    return base64 == null ? end - start : base64.length();
  }
}
