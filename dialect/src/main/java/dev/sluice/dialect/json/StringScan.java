package dev.sluice.dialect.json;

/// A pass over the inside of JSON strings, which proves that each is well-formed: strict UTF-8 (RFC
/// 3629), no bare control characters, known escapes, surrogates in pairs.
///
/// What lies whole within a piece is passed over in long steps; what a piece cuts is read byte by
/// byte, by a state machine.
final class StringScan {
  private enum Open {
    NOTHING,
    ESCAPE,
    HEX,
    LOW_BACKSLASH,
    LOW_U,
    SEQUENCE
  }

  private static final int UNIT_DIGITS = 4;
  private static final int ESCAPED_UNIT = 6;

  /// The values of hexadecimal digits; -1 for other bytes.
  private static final byte[] HEX = hex();

  /// The bytes that are an escape together with a backslash in front of them.
  private static final boolean[] SIMPLE = simple();

  private Open open = Open.NOTHING;

  /// The current UTF-16 unit, how many of its digits have been read, and whether it has to be the
  /// second half of a pair.
  private int unit;

  private int digits;
  private boolean low;

  /// The number of bytes of the current sequence that are still to come, and the bounds of the next
  /// one.
  private int more;

  private int least;
  private int most;

  private JsonFlaw flaw = JsonFlaw.CONTROL;

  /// The flaw that was found.
  public JsonFlaw flaw() {
    return flaw;
  }

  /// Passes over the next piece of a string, `a` from `from` to `to`.
  ///
  /// @return the index of the closing quote; `to` where the string goes on; the complement of the
  ///   index where it is flawed
  public int pass(byte[] a, int from, int to) {
    int i = open == Open.NOTHING ? from : finish(a, from, to);
    while (i >= 0 && i < to) {
      i = run(a, i, to);
      if (i == to || a[i] == '"') {
        return i;
      }
      i = special(a, i, to);
    }
    return i;
  }

  /// The index of the first byte at or after `from` that is neither plain nor part of a simple
  /// escape; `to` where there is none.
  private static int run(byte[] a, int from, int to) {
    // The byte behind the eight is looked at too.
    int last = to - Long.BYTES;
    int i = from;
    while (i < last) {
      long special = PlainText.special(a, i);
      int next = special == 0 ? PlainText.words(a, i + Long.BYTES, last) : escapes(a, i, special);
      if (next < 0) {
        return ~next;
      }
      i = next;
    }
    while (i < to && PlainText.isPlain(a[i])) {
      i++;
    }
    return i;
  }

  /// Passes over eight bytes with simple escapes in them.
  ///
  /// @return the index at which to go on; the complement of the index of the first byte that is
  ///   neither plain nor a simple escape
  private static int escapes(byte[] a, int i, long special) {
    for (long left = special; left != 0; ) {
      int at = i + PlainText.first(left);
      int behind = at + 2;
      if (a[at] == '\\' && isSimple(a[at + 1])) {
        if (behind >= i + Long.BYTES) {
          return behind;
        }
        left &= -1L << ((behind - i) << 3);
      } else if (PlainText.isPlain(a[at])) {
        left &= left - 1;
      } else {
        return ~at;
      }
    }
    return i + Long.BYTES;
  }

  private int special(byte[] a, int i, int to) {
    if (a[i] == '\\') {
      return escape(a, i, to);
    }
    return a[i] < 0 ? sequences(a, i, to) : flawed(JsonFlaw.CONTROL, i);
  }

  private int flawed(JsonFlaw found, int i) {
    flaw = found;
    return ~i;
  }

  private int escape(byte[] a, int i, int to) {
    int length = i + 1 < to && isSimple(a[i + 1]) ? 2 : units(a, i, to);
    if (length > 0) {
      return i + length;
    }
    open = Open.ESCAPE;
    return finish(a, i + 1, to);
  }

  /// The length of an escaped character at `i`; 0 where the character is cut, or there is none.
  private static int units(byte[] a, int i, int to) {
    int first = unit(a, i, to);
    if (first < 0 || !isSurrogate(first)) {
      return first < 0 ? 0 : ESCAPED_UNIT;
    }
    int second = unit(a, i + ESCAPED_UNIT, to);
    boolean pair = isHigh(first) && second >= 0 && isLow(second);
    return pair ? 2 * ESCAPED_UNIT : 0;
  }

  /// The UTF-16 unit that is escaped at `i`; negative where there is none.
  private static int unit(byte[] a, int i, int to) {
    if (i > to - ESCAPED_UNIT || a[i] != '\\' || a[i + 1] != 'u') {
      return -1;
    }
    return HEX[a[i + 2] & 0xFF] << 12
        | HEX[a[i + 3] & 0xFF] << 8
        | HEX[a[i + 4] & 0xFF] << 4
        | HEX[a[i + 5] & 0xFF];
  }

  private int sequences(byte[] a, int from, int to) {
    int i = Utf8Runs.end(a, from, to);
    if (i == to || a[i] >= 0) {
      return i;
    }
    int lead = a[i] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return flawed(JsonFlaw.UTF8, i);
    }
    open = Open.SEQUENCE;
    more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    // The second byte alone shows overlong forms, surrogates and code points beyond Unicode.
    least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return finish(a, i + 1, to);
  }

  /// Passes byte by byte to the end of the escape or sequence that has begun.
  private int finish(byte[] a, int from, int to) {
    int i = from;
    while (i < to && open != Open.NOTHING) {
      if (!step(a[i] & 0xFF)) {
        return ~i;
      }
      i++;
    }
    return i;
  }

  private boolean step(int b) {
    return switch (open) {
      case NOTHING -> true;
      case ESCAPE -> escape(b);
      case HEX -> digit(HEX[b]);
      case LOW_BACKSLASH -> move(b == '\\', Open.LOW_U, JsonFlaw.SURROGATE);
      case LOW_U -> unit(b == 'u', JsonFlaw.SURROGATE);
      case SEQUENCE -> continues(b);
    };
  }

  private boolean move(boolean well, Open to, JsonFlaw otherwise) {
    open = to;
    flaw = otherwise;
    return well;
  }

  private boolean escape(int b) {
    low = false;
    return isSimple(b)
        ? move(true, Open.NOTHING, JsonFlaw.ESCAPE)
        : unit(b == 'u', JsonFlaw.ESCAPE);
  }

  private boolean unit(boolean begins, JsonFlaw otherwise) {
    unit = 0;
    digits = 0;
    return move(begins, Open.HEX, otherwise);
  }

  private boolean digit(int value) {
    if (value < 0) {
      return move(false, Open.NOTHING, JsonFlaw.ESCAPE);
    }
    unit = unit << 4 | value;
    return ++digits < UNIT_DIGITS || unitEnds();
  }

  private boolean unitEnds() {
    if (low) {
      return move(isLow(unit), Open.NOTHING, JsonFlaw.SURROGATE);
    }
    low = isHigh(unit);
    return move(!isLow(unit), low ? Open.LOW_BACKSLASH : Open.NOTHING, JsonFlaw.SURROGATE);
  }

  private boolean continues(int b) {
    boolean well = b >= least && b <= most;
    least = 0x80;
    most = 0xBF;
    return move(well, --more == 0 ? Open.NOTHING : Open.SEQUENCE, JsonFlaw.UTF8);
  }

  private static boolean isSimple(int b) {
    return SIMPLE[b & 0xFF];
  }

  private static boolean isSurrogate(int unit) {
    return unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE;
  }

  private static boolean isHigh(int unit) {
    return isSurrogate(unit) && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return isSurrogate(unit) && unit >= Character.MIN_LOW_SURROGATE;
  }

  private static boolean[] simple() {
    boolean[] simple = new boolean[256];
    "\"\\/bfnrt".chars().forEach(c -> simple[c] = true);
    return simple;
  }

  private static byte[] hex() {
    byte[] values = new byte[256];
    for (int b = 0; b < values.length; b++) {
      values[b] = (byte) (b < 0x80 ? Character.digit(b, 16) : -1);
    }
    return values;
  }
}
