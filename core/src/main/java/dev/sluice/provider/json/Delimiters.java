package dev.sluice.provider.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds where JSON tokens end.
public final class Delimiters {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private Delimiters() {}

  /// Whether a number or a literal ends before `b`.
  public static boolean ends(byte b) {
    return switch (b) {
      case ',', ']', '}', ' ', '\t', '\n', '\r', ':', '"', '[', '{' -> true;
      default -> false;
    };
  }

  /// The next quote or backslash at or after `from`, eight bytes at a time; `to` or more when there
  /// is none.
  public static int quoteOrBackslash(byte[] a, int from, int to) {
    int i = from;
    while (i <= to - 8) {
      long word = (long) LONG.get(a, i);
      long quote = word ^ QUOTES;
      long backslash = word ^ BACKSLASHES;
      long hits = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH;
      if (hits != 0) {
        // A borrow can only raise a false hit above a true one, so the lowest is exact.
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
      i += 8;
    }
    while (i < to && a[i] != '"' && a[i] != '\\') {
      i++;
    }
    return i;
  }
}
