package dev.sluice.dialect.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A pass over well-formed UTF-8 of two and three bytes a character, up to six bytes at a time.
final class Utf8Runs {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long TWO = 0x80C0L;
  private static final long TWO_MASK = 0xC0E0L;
  private static final long THREE = 0x8080E0L;
  private static final long THREE_MASK = 0xC0C0F0L;
  private static final int THREE_BITS = 24;
  private static final long PAIR = THREE << THREE_BITS | THREE;
  private static final long PAIR_MASK = THREE_MASK << THREE_BITS | THREE_MASK;

  private Utf8Runs() {}

  /// The index of the first byte at or after `from` that does not begin such a character, or that
  /// has fewer than eight bytes left.
  static int end(byte[] a, int from, int to) {
    int i = from;
    while (i <= to - Long.BYTES) {
      int length = length((long) LONG.get(a, i));
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return i;
  }

  private static int length(long word) {
    if ((word & THREE_MASK) == THREE) {
      boolean pair = (word & PAIR_MASK) == PAIR && isThree(word) && isThree(word >>> THREE_BITS);
      return pair ? 6 : isThree(word) ? 3 : 0;
    }
    // A lead below 0xC2 would be an overlong form.
    return (word & TWO_MASK) == TWO && (word & 0x1E) != 0 ? 2 : 0;
  }

  /// Whether a word begins with a character of three bytes. The lead and the second byte show
  /// overlong forms (0xE0 with less than 0xA0) and surrogates (0xED with 0xA0 or more).
  private static boolean isThree(long word) {
    long significant = word & 0x200F;
    return significant != 0 && significant != 0x200D;
  }
}
