package dev.sluice.provider.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Strict UTF-8 for JSON texts. A streaming parser skips the strings that nobody asks for without
/// decoding them, and so lets through what no other reader will accept: overlong forms, surrogates
/// in UTF-8, and escaped surrogates without their other half. This finds them, eight bytes at a
/// time where the text is plain ASCII.
public final class JsonUtf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long BACKSLASHES = ONES * '\\';

  private JsonUtf8() {}

  /// Where `a` stops being valid between `from` and `to`: the index of the first byte of a
  /// malformed sequence, or of the backslash of an escaped surrogate that stands alone; -1 when all
  /// is well. Other errors in escapes are left to the parser.
  public static int firstInvalid(byte[] a, int from, int to) {
    int i = from;
    while ((i = plain(a, i, to)) < to) {
      int length = a[i] == '\\' ? escape(a, i, to) : sequence(a, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /// The next byte at or after `i` that is a backslash or no ASCII; `to` or more when there is
  /// none.
  private static int plain(byte[] a, int i, int to) {
    int at = i;
    while (at <= to - 8) {
      long word = (long) LONG.get(a, at);
      long differs = word ^ BACKSLASHES;
      long hits = (((differs - ONES) & ~differs) | word) & HIGH;
      if (hits != 0) {
        // A borrow can only raise a false hit above a true one, so the lowest is exact.
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
      at += 8;
    }
    while (at < to && a[at] >= 0 && a[at] != '\\') {
      at++;
    }
    return at;
  }

  /// The length of the sequence at `i`, 0 when it is malformed.
  private static int sequence(byte[] a, int i, int to) {
    int lead = a[i] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length > to - i || !second(lead, a[i + 1] & 0xFF)) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((a[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// The second byte alone tells overlong forms, surrogates and what is beyond Unicode (RFC 3629).
  private static boolean second(int lead, int b) {
    return switch (lead) {
      case 0xE0 -> b >= 0xA0 && b <= 0xBF;
      case 0xED -> b >= 0x80 && b <= 0x9F;
      case 0xF0 -> b >= 0x90 && b <= 0xBF;
      case 0xF4 -> b >= 0x80 && b <= 0x8F;
      default -> b >= 0x80 && b <= 0xBF;
    };
  }

  /// The length of the escape at `i`, a pair of surrogates counting as one; 0 when one stands
  /// alone.
  private static int escape(byte[] a, int i, int to) {
    int unit = unit(a, i, to);
    if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
      return 2;
    }
    if (unit > Character.MAX_HIGH_SURROGATE) {
      return 0;
    }
    int other = unit(a, i + 6, to);
    return other >= Character.MIN_LOW_SURROGATE && other <= Character.MAX_LOW_SURROGATE ? 12 : 0;
  }

  /// The UTF-16 unit that the six bytes at `i` escape; -1 when they are something else.
  private static int unit(byte[] a, int i, int to) {
    if (to - i < 6 || a[i] != '\\' || a[i + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int k = i + 2; k < i + 6; k++) {
      unit = (unit << 4) | Character.digit(a[k], 16);
    }
    return unit;
  }
}
