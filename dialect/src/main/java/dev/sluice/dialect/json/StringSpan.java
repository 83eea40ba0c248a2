package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// The position of a string in a JSON text, and its length. Nothing is built before the text is
/// asked for, so that the heap can be asked for first.
///
/// Belongs to one thread.
final class StringSpan {
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;
  private static final int LATIN_MAX = 0xFF;

  /// The first byte in UTF-8 of the last character of Latin-1.
  private static final int LATIN_FIRST = 0xC3;

  private static final int BROKEN = -1;

  private final byte[] a;
  private final int end;
  private int from;
  private int to;
  private int length;
  private boolean plain;
  private boolean wide;
  private String flaw = "";

  // What strings are decoded in that do not stand there as they are.
  private byte[] latin = {};
  private char[] chars = {};

  StringSpan(byte[] a, int end) {
    this.a = a;
    this.end = end;
  }

  /// Passes over the string that begins at `start`, behind its quote.
  ///
  /// @return the offset behind the closing quote; below zero where the string is malformed
  int read(int start) {
    from = start;
    plain = true;
    wide = false;
    int saved = 0;
    int i = run(a, start, end);
    while (i < end && a[i] != '"') {
      plain = false;
      int more = a[i] == '\\' ? escape(i) : character(i, a[i]);
      if (more == BROKEN) {
        return BROKEN;
      }
      // Four bytes of UTF-8 are two characters.
      saved += more == 4 ? 2 : more - 1;
      i = run(a, i + more, end);
    }
    if (i >= end) {
      return broken("a string has no end", end);
    }
    to = i;
    length = i - start - saved;
    return i + 1;
  }

  /// The offset behind the characters of a string of ASCII that are not escaped, found eight at a
  /// time where there are so many.
  private static int run(byte[] a, int start, int end) {
    int i = PlainText.words(a, start, end - Long.BYTES + 1);
    while (i < end && PlainText.isPlain(a[i])) {
      i++;
    }
    return i;
  }

  private int broken(String what, int offset) {
    flaw = what + " at byte " + offset;
    return BROKEN;
  }

  /// The flaw of the string, in words.
  String flaw() {
    return flaw;
  }

  /// Passes over an escape.
  private int escape(int i) {
    int letter = i + 1 < end ? a[i + 1] : 0;
    if (letter == 'u' && hex(i + 2) >= 0) {
      wide |= hex(i + 2) > LATIN_MAX;
      return 2 + HEX_DIGITS;
    }
    return simple(letter) == 0 ? broken("an escape is malformed", i) : 2;
  }

  private static char simple(int letter) {
    return switch (letter) {
      case '"', '\\', '/' -> (char) letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  /// The number that four hexadecimal digits at `i` are; below zero where they are no such digits.
  private int hex(int i) {
    if (end - i < HEX_DIGITS) {
      return BROKEN;
    }
    int value = 0;
    for (int k = i; k < i + HEX_DIGITS; k++) {
      int digit = Character.digit(a[k], HEX);
      if (digit < 0) {
        return BROKEN;
      }
      value = value * HEX + digit;
    }
    return value;
  }

  /// Passes over a character beyond ASCII.
  private int character(int i, byte first) {
    int more = following(first & 0xFF);
    if (more == BROKEN || end - i <= more || !continues(i, first & 0xFF, more)) {
      return broken("a string holds bytes that it may not", i);
    }
    wide |= (first & 0xFF) > LATIN_FIRST;
    return more + 1;
  }

  /// Whether the bytes behind the first one are those of a character (RFC 3629, section 4).
  private boolean continues(int i, int first, int more) {
    for (int k = 1; k <= more; k++) {
      if ((a[i + k] & 0xC0) != 0x80) {
        return false;
      }
    }
    int second = a[i + 1] & 0xFF;
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second <= 0x9F;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second <= 0x8F;
      default -> true;
    };
  }

  private static int following(int first) {
    if (first < 0xC2 || first > 0xF4) {
      return BROKEN;
    }
    return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  }

  /// The offset of the first byte behind the quote.
  int from() {
    return from;
  }

  /// The number of bytes of the string as it was written.
  int written() {
    return to - from;
  }

  /// Whether the text stands in the source as it is, in ASCII.
  boolean plain() {
    return plain;
  }

  /// A hash of the string as it was written, which is not empty.
  int hash() {
    int middle = a[(from + to) >>> 1];
    return (to - from) * 31 + a[from] * 7 + middle * 3 + a[to - 1];
  }

  /// Whether the `count` bytes at `start` are the same as those of the string.
  boolean isLike(int start, int count) {
    return Arrays.equals(a, from, to, a, start, start + count);
  }

  /// The heap bytes that the string's text takes.
  long size() {
    return HeapMeter.string(wide ? 2L * length : length);
  }

  /// The heap bytes by which the array grows in which the text is decoded.
  long growth() {
    boolean fits = plain || length <= (wide ? chars.length : latin.length);
    return fits ? 0 : HeapMeter.array(wide ? 2L * length : length);
  }

  /// The text of the string.
  String text() {
    if (plain) {
      return new String(a, from, to - from, ISO_8859_1);
    }
    if (wide && chars.length < length) {
      chars = new char[length];
    } else if (!wide && latin.length < length) {
      latin = new byte[length];
    }
    decode();
    return wide ? new String(chars, 0, length) : new String(latin, 0, length, ISO_8859_1);
  }

  private void decode() {
    int size = 0;
    int i = from;
    while (i < to) {
      int run = run(a, i, to);
      size = copied(i, run, size);
      i = run;
      if (i < to && a[i] == '\\') {
        boolean hex = a[i + 1] == 'u';
        put(size++, hex ? hex(i + 2) : simple(a[i + 1]));
        i += hex ? 2 + HEX_DIGITS : 2;
      } else if (i < to) {
        int more = following(a[i] & 0xFF);
        size += putPoint(size, point(i, a[i], more));
        i += more + 1;
      }
    }
  }

  private int copied(int start, int stop, int size) {
    int count = stop - start;
    if (!wide) {
      System.arraycopy(a, start, latin, size, count);
      return size + count;
    }
    for (int k = 0; k < count; k++) {
      chars[size + k] = (char) a[start + k];
    }
    return size + count;
  }

  private int point(int i, byte first, int more) {
    int point = first & (0x3F >> more);
    for (int k = 1; k <= more; k++) {
      point = (point << 6) | (a[i + k] & 0x3F);
    }
    return point;
  }

  private int putPoint(int size, int point) {
    if (Character.isBmpCodePoint(point)) {
      put(size, point);
      return 1;
    }
    return Character.toChars(point, chars, size);
  }

  private void put(int size, int letter) {
    if (wide) {
      chars[size] = (char) letter;
    } else {
      latin[size] = (byte) letter;
    }
  }
}
