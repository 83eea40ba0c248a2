package dev.sluice.dialect.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A search for what is not plain text, which is printable ASCII but quotes and backslashes, in
/// eight bytes at a time (SWAR, "SIMD within a register").
final class PlainText {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private PlainText() {}

  /// The high bit of the first byte that is not plain, of the eight from `i`, and of some behind
  /// it: of all that are not plain, and of a few others. A subtraction borrows from the next byte
  /// only where its own one is not plain, so that the lowest bit is exact.
  static long special(byte[] a, int i) {
    long word = (long) LONG.get(a, i);
    long control = word - SPACES;
    long quote = (word ^ QUOTES) - ONES;
    long backslash = (word ^ BACKSLASHES) - ONES;
    return (word | control | quote | backslash) & HIGH;
  }

  /// The index of the first eight bytes at or after `from` that are not all plain; `to` or more
  /// where there are none before.
  static int words(byte[] a, int from, int to) {
    int i = from;
    while (i < to && special(a, i) == 0) {
      i += Long.BYTES;
    }
    return i;
  }

  /// The index, among eight, of the first byte that is not plain, given the result of [#special].
  static int first(long special) {
    return Long.numberOfTrailingZeros(special) >>> 3;
  }

  static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }
}
