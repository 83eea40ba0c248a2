package dev.sluice.dialect.json;

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
  private static final long LOW = ~HIGH;
  private static final long COMMAS = ONES * ',';
  private static final long MINUSES = ONES * '-';
  private static final long EXPONENTS = ONES * 'e';
  private static final long CASE = ONES * 0x20;

  /// The first of the digits in each byte; [#SIGNS] is the first of the signs, the comma and the
  /// point, which stand in front of the digits.
  private static final long ZEROS = ONES * '0';

  private static final long SIGNS = ONES * '+';

  /// The addend that carries bytes above the digits beyond 0x7F, so that their high bit is set.
  private static final long ABOVE_NINE = ONES * (0x7F - '9');

  /// The high bit of the first byte.
  private static final long FIRST = 0x80;

  /// The table of the bytes that end a number or a literal.
  private static final boolean[] ENDS = table();

  private Delimiters() {}

  private static boolean[] table() {
    boolean[] ends = new boolean[256];
    for (int b = 0; b < ends.length; b++) {
      ends[b] = ends((byte) b);
    }
    return ends;
  }

  /// Skips numbers that each have a comma right behind them, as in a vector; returns the index just
  /// behind the last such comma at or after `from`; `from` where there is none.
  public static int numbers(byte[] a, int from, int to) {
    int begin = digits(a, from, to);
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

  /// Skips such numbers eight bytes at a time, as far as there is nothing but digits, signs,
  /// points, exponents and commas.
  private static int digits(byte[] a, int from, int to) {
    int begin = from;
    long behind = FIRST;
    for (int i = from; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONG.get(a, i);
      long aboveNine = (word & LOW) + ABOVE_NINE | word;
      long numeric = ((word | HIGH) - SIGNS) & ~aboveNine & HIGH;
      if (numeric != HIGH && (numeric | equal(word | CASE, EXPONENTS)) != HIGH) {
        return begin;
      }
      long commas = equal(word, COMMAS);
      long starts = (((word | HIGH) - ZEROS) & ~aboveNine & HIGH) | equal(word, MINUSES);
      if (((commas << Byte.SIZE | behind) & ~starts) != 0) {
        return begin;
      }
      if (commas != 0) {
        begin = i + Long.BYTES - (Long.numberOfLeadingZeros(commas) >>> 3);
      }
      behind = commas >>> (Long.SIZE - Byte.SIZE);
    }
    return begin;
  }

  /// The high bit of each byte that is equal in both words.
  private static long equal(long word, long other) {
    long x = word ^ other;
    return ~((x & LOW) + LOW | x) & HIGH;
  }

  /// Whether a number or a literal ends before `b`.
  public static boolean ends(byte b) {
    return switch (b) {
      case ',', ']', '}', ' ', '\t', '\n', '\r', ':', '"', '[', '{' -> true;
      default -> false;
    };
  }

  /// The index of the next quote or backslash at or after `from`, found eight bytes at a time; `to`
  /// or more when there is none.
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
