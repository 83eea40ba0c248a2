package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A pass over JSON numbers, by their grammar (RFC 8259). It refuses numbers that fit no double,
/// since every reader reads them differently.
public final class NumberScan {
  /// The most digits of a number, those of an exponent included: no longer number fits a double.
  public static final int DIGITS_MAX = 308;

  /// The most bytes of a number: digits, two signs, a point and an E.
  private static final int LENGTH_MAX = DIGITS_MAX + 4;

  private static final byte[] NOTHING = {};

  private enum At {
    BEGIN,
    SIGN,
    ZERO,
    WHOLE,
    POINT,
    FRACTION,
    E,
    E_SIGN,
    EXPONENT,
    NOWHERE
  }

  private At at = At.BEGIN;
  private int digits;

  /// The bytes of the number in earlier pieces.
  private byte[] cut = NOTHING;

  private int length;
  private JsonFlaw flaw = JsonFlaw.NUMBER;

  /// Begins a number.
  public void begin() {
    at = At.BEGIN;
    digits = 0;
    length = 0;
  }

  /// The flaw that was found.
  public JsonFlaw flaw() {
    return flaw;
  }

  /// Whether the number has neither a fraction nor an exponent.
  public boolean whole() {
    return at == At.ZERO || at == At.WHOLE;
  }

  /// Passes over the next piece of a number, `a` from `from` to `to`.
  ///
  /// @return the index of the first byte that does not belong to the number; `to` where the number
  ///   may go on; the complement of the index where it is flawed
  public int pass(byte[] a, int from, int to) {
    int i = from;
    while (i < to && step(a[i])) {
      i++;
    }
    if (digits > DIGITS_MAX) {
      flaw = JsonFlaw.TOO_MANY_DIGITS;
      return ~i;
    }
    return i < to ? end(a, from, i) : suspend(a, from, to);
  }

  /// Passes over whole numbers and plain fractions that each have a comma behind them, as in a
  /// vector.
  ///
  /// @return the index just behind the last such comma at or after `from`; `from` where there is
  ///   none
  static int list(byte[] a, int from, int to) {
    int begin = from;
    while (true) {
      int i = plain(a, begin, to);
      if (i == begin || a[i] != ',') {
        return begin;
      }
      begin = i + 1 < to && a[i + 1] == ' ' ? i + 2 : i + 1;
    }
  }

  /// The index of the first byte behind the number that begins at `from`, if the number has no
  /// exponent, few digits, and ends before `to`; else `from`.
  static int plain(byte[] a, int from, int to) {
    int first = from < to && a[from] == '-' ? from + 1 : from;
    int i = digits(a, first, to);
    if (i == first || (a[first] == '0' && i > first + 1)) {
      return from;
    }
    if (i < to && a[i] == '.') {
      int point = i;
      i = digits(a, point + 1, to);
      if (i == point + 1) {
        return from;
      }
    }
    return i == to || (a[i] | 0x20) == 'e' || i - from > DIGITS_MAX ? from : i;
  }

  private static int digits(byte[] a, int from, int to) {
    int i = from;
    while (i < to && a[i] >= '0' && a[i] <= '9') {
      i++;
    }
    return i;
  }

  private boolean step(byte b) {
    At next = b >= '0' && b <= '9' ? digit(b) : mark(b);
    if (next == At.NOWHERE) {
      return false;
    }
    at = next;
    return true;
  }

  private At digit(byte b) {
    digits++;
    return switch (at) {
      case BEGIN, SIGN -> b == '0' ? At.ZERO : At.WHOLE;
      case WHOLE -> At.WHOLE;
      case POINT, FRACTION -> At.FRACTION;
      case E, E_SIGN, EXPONENT -> At.EXPONENT;
      case ZERO, NOWHERE -> At.NOWHERE;
    };
  }

  private At mark(byte b) {
    return switch (b) {
      case '-' -> at == At.BEGIN ? At.SIGN : sign();
      case '+' -> sign();
      case '.' -> whole() ? At.POINT : At.NOWHERE;
      case 'e', 'E' -> whole() || at == At.FRACTION ? At.E : At.NOWHERE;
      default -> At.NOWHERE;
    };
  }

  private At sign() {
    return at == At.E ? At.E_SIGN : At.NOWHERE;
  }

  private int end(byte[] a, int from, int i) {
    if (!whole() && at != At.FRACTION && at != At.EXPONENT) {
      flaw = JsonFlaw.NUMBER;
      return ~i;
    }
    if (at == At.EXPONENT && Double.isInfinite(value(a, from, i))) {
      flaw = JsonFlaw.NOT_FINITE;
      return ~i;
    }
    return i;
  }

  private double value(byte[] a, int from, int to) {
    String rest = new String(a, from, to - from, ISO_8859_1);
    return Double.parseDouble(new String(cut, 0, length, ISO_8859_1) + rest);
  }

  private int suspend(byte[] a, int from, int to) {
    cut = cut.length == 0 ? new byte[LENGTH_MAX] : cut;
    System.arraycopy(a, from, cut, length, to - from);
    length += to - from;
    return to;
  }
}
