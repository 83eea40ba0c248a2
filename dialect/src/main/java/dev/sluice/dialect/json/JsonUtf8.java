package dev.sluice.dialect.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A check of strict UTF-8 for JSON texts that are known to be well-formed otherwise. It finds what
/// no reader will accept: overlong forms, surrogates in UTF-8, and escaped surrogates without their
/// other half; eight bytes at a time where the text is plain ASCII.
public final class JsonUtf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// The bound of continuation bytes, which are those below this, as bytes are signed.
  private static final byte CONTINUES = (byte) 0xC0;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long LOW = ~HIGH;
  private static final long BACKSLASHES = ONES * '\\';
  private static final long US = ONES * 'u';

  private JsonUtf8() {}

  /// The first invalid position of `a` between `from` and `to`: the index of the first byte of a
  /// malformed sequence, or of the backslash of an escaped surrogate that is alone; -1 when all is
  /// well. Other errors in escapes are left to the parser.
  public static int firstInvalid(byte[] a, int from, int to) {
    int i = from;
    while ((i = plain(a, i, to)) < to) {
      int next = a[i] < 0 ? sequences(a, i, to) : escape(a, from, i, to);
      if (next < 0) {
        return ~next;
      }
      i = next;
    }
    return -1;
  }

  /// The index of the next byte at or after `i` that is no ASCII, or of a backslash before a `u`;
  /// `to` when there is none.
  private static int plain(byte[] a, int i, int to) {
    int index = i;
    while (index < to - 8) {
      long word = (long) LONG.get(a, index);
      if ((word & HIGH) == 0) {
        long backslashes = zeros(word ^ BACKSLASHES);
        if (backslashes != 0) {
          // Texts full of line feeds have many backslashes, and hardly ever one before a u.
          long escapes = backslashes & zeros((long) LONG.get(a, index + 1) ^ US);
          if (escapes != 0) {
            return index + (Long.numberOfTrailingZeros(escapes) >>> 3);
          }
        }
        index += 8;
      } else {
        return slowly(a, index, to);
      }
    }
    return slowly(a, index, to);
  }

  private static int slowly(byte[] a, int i, int to) {
    int index = i;
    while (index < to
        && a[index] >= 0
        && !(a[index] == '\\' && index + 1 < to && a[index + 1] == 'u')) {
      index++;
    }
    return index;
  }

  /// The high bit of each byte that is zero.
  private static long zeros(long word) {
    return ~(((word & LOW) + LOW) | word | LOW);
  }

  /// The index just behind the run of sequences that begins at `from`; the complement of the
  /// position where the run is malformed.
  private static int sequences(byte[] a, int from, int to) {
    int i = from;
    while (i < to && a[i] < 0) {
      int length = sequence(a, i, to);
      if (length == 0) {
        return ~i;
      }
      i += length;
    }
    return i;
  }

  /// The length of the sequence at `i`; 0 when the sequence is malformed.
  private static int sequence(byte[] a, int i, int to) {
    int lead = a[i] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length > to - i || !second(lead, a[i + 1])) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if (a[i + k] >= CONTINUES) {
        return 0;
      }
    }
    return length;
  }

  /// Whether the second byte of a sequence is valid. It alone shows overlong forms, surrogates and
  /// code points beyond Unicode (RFC 3629).
  private static boolean second(int lead, byte b) {
    return b < CONTINUES
        && switch (lead) {
          case 0xE0 -> b >= (byte) 0xA0;
          case 0xED -> b < (byte) 0xA0;
          case 0xF0 -> b >= (byte) 0x90;
          case 0xF4 -> b < (byte) 0x90;
          default -> true;
        };
  }

  /// The index just behind the escape at `i`, a pair of surrogates counting as one; the complement
  /// of `i` for a surrogate that is alone. Nothing is escaped behind a backslash that is itself
  /// escaped.
  private static int escape(byte[] a, int from, int i, int to) {
    int run = i;
    while (run > from && a[run - 1] == '\\') {
      run--;
    }
    int unit = (i - run) % 2 == 0 ? unit(a, i, to) : -1;
    if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
      return i + 2;
    }
    int other = unit(a, i + 6, to);
    boolean pair =
        unit <= Character.MAX_HIGH_SURROGATE
            && other >= Character.MIN_LOW_SURROGATE
            && other <= Character.MAX_LOW_SURROGATE;
    return pair ? i + 12 : ~i;
  }

  /// The UTF-16 unit that the six bytes at `i` escape; -1 when the bytes are no such escape.
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
