package dev.sluice.dialect.embed;

import org.jspecify.annotations.Nullable;

/// A vector as its provider has written it: a list of numbers where it lies in the answer, or
/// base64.
///
/// @param in the answer that the list lies in
/// @param start the offset of its bracket
/// @param end the offset behind its last bracket
/// @param base64 null for a list
@SuppressWarnings("ArrayRecordComponent")
record RawVector(byte[] in, int start, int end, @Nullable String base64) {

  /// One in base64.
  public static RawVector of(String base64) {
    return new RawVector(new byte[0], 0, 0, base64);
  }

  /// Its size in bytes.
  public int size() {
    return base64 == null ? end - start : base64.length();
  }
}
