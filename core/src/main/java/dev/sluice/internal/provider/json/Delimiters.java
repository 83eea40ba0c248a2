package dev.sluice.internal.provider.json;

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

  /// The bytes that end a number or a literal.
  private static final boolean[] ENDS = table();

  private Delimiters() {}

  private static boolean[] table() {
    boolean[] ends = new boolean[256];
    for (int b = 0; b < ends.length; b++) {
      ends[b] = ends((byte) b);
    }
    return ends;
  }

  /// Skips numbers that each have a comma right behind them, as in a vector: just behind the last
  /// such comma at or after `from`; `from` where there is none.
  public static int numbers(byte[] a, int from, int to) {
    int begin = from;
    while (begin < to && (a[begin] == '-' || (a[begin] >= '0' && a[begin] <= '9'))) {
      int i = begin + 1;
      while (i < to && !ENDS[a[i] & 0xFF]) {
        i++;
      }
      if (i >= to || a[i] != ',') {
        return begin;
      }
      begin = i + 1;
    }
    return begin;
  }

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
