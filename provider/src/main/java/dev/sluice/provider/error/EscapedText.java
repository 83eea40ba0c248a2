package dev.sluice.provider.error;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Map;

/// A text whose escapes are taken off, layer by layer: those of JSON strings, of percent encoding
/// and of HTML, in any mixture. JSON may be quoted within JSON, and an address within an address,
/// so there may be several layers. Each character keeps the position of what it was written with in
/// the text. For one thread.
final class EscapedText {
  /// The most layers that are taken off: a message quotes another one that quotes a third.
  private static final int DEEPEST = 4;

  /// The length of the escape of a character by its number, in JSON.
  private static final int BY_NUMBER = 6;

  /// The length of the escape of a byte in percent encoding.
  private static final int PERCENT = 3;

  private static final int HEX = 16;
  private static final int DECIMAL = 10;

  /// The length of the longest known escape of HTML, with some zeros.
  private static final int LONGEST_ENTITY = 12;

  /// The escapes of HTML by name, for characters that addresses and base64 have.
  private static final Map<String, Integer> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", (int) '&'),
          Map.entry("lt", (int) '<'),
          Map.entry("gt", (int) '>'),
          Map.entry("quot", (int) '"'),
          Map.entry("apos", (int) '\''),
          Map.entry("equals", (int) '='),
          Map.entry("sol", (int) '/'),
          Map.entry("plus", (int) '+'),
          Map.entry("colon", (int) ':'),
          Map.entry("period", (int) '.'),
          Map.entry("quest", (int) '?'),
          Map.entry("num", (int) '#'),
          Map.entry("lowbar", (int) '_'),
          Map.entry("percnt", (int) '%'),
          Map.entry("commat", (int) '@'),
          Map.entry("hellip", (int) '\u2026'));

  private static final int ASCII = 0x80;

  private final char[] chars;
  private int length;
  private int layers;

  /// The index in the text at which each character begins; empty as long as nothing was taken off.
  private int[] begins = {};

  /// The index in the text just behind each character.
  private int[] ends = {};

  /// The part of `text` from `from` to `to`.
  EscapedText(String text, int from, int to) {
    chars = new char[to - from];
    text.getChars(from, to, chars, 0);
    length = chars.length;
  }

  /// Whether `text` may contain an escape.
  static boolean mayBeIn(String text) {
    return text.indexOf('%') >= 0 || text.indexOf('\\') >= 0 || text.indexOf('&') >= 0;
  }

  /// The characters of this layer; valid until the next one is uncovered.
  CharSequence layer() {
    return CharBuffer.wrap(chars, 0, length);
  }

  /// The index in the text at which the character at `index` of this layer begins.
  int begin(int index) {
    return layers == 0 ? index : begins[index];
  }

  /// The index in the text just behind the character at `index` of this layer.
  int end(int index) {
    return layers == 0 ? index + 1 : ends[index];
  }

  /// Takes off one layer.
  ///
  /// @return false where no layer is left, or enough layers were taken off
  boolean unescape() {
    int first = nextEscape(0);
    if (first == length || layers == DEEPEST) {
      return false;
    }
    if (layers++ == 0) {
      begins = new int[length];
      Arrays.setAll(begins, i -> i);
      ends = new int[length];
      Arrays.setAll(ends, i -> i + 1);
    }
    int to = first;
    for (int from = first; from < length; to++) {
      int size = escape(from);
      chars[to] = size == 1 ? chars[from] : meaning(from, size);
      begins[to] = begins[from];
      ends[to] = ends[from + size - 1];
      from += size;
    }
    length = to;
    return true;
  }

  private int nextEscape(int from) {
    int i = from;
    while (i < length && escape(i) == 1) {
      i++;
    }
    return i;
  }

  /// The length of the escape at `index`; 1 where there is none.
  private int escape(int index) {
    if (chars[index] == '%') {
      int octet = number(index + 1, PERCENT - 1, HEX);
      return octet >= 0 && octet < ASCII ? PERCENT : 1;
    }
    if (chars[index] == '&') {
      int end = endOfEntity(index);
      return entity(index) < 0 ? 1 : (isClosed(end) ? end + 1 : end) - index;
    }
    if (chars[index] != '\\' || index + 1 == length) {
      return 1;
    }
    char kind = chars[index + 1];
    if (kind == 'u') {
      return number(index + 2, BY_NUMBER - 2, HEX) < 0 ? 1 : BY_NUMBER;
    }
    return "\"\\/bfnrt".indexOf(kind) < 0 ? 1 : 2;
  }

  private char meaning(int index, int size) {
    return switch (chars[index]) {
      case '%' -> (char) number(index + 1, PERCENT - 1, HEX);
      case '&' -> (char) entity(index);
      default ->
          size == BY_NUMBER
              ? (char) number(index + 2, BY_NUMBER - 2, HEX)
              : meaning(chars[index + 1]);
    };
  }

  private static char meaning(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  /// The character that HTML writes at `index` by its number or its name; -1 where there is none. A
  /// number need not have a semicolon behind it.
  private int entity(int index) {
    int end = endOfEntity(index);
    if (isNumber(index)) {
      boolean hex = isHex(index);
      int from = index + (hex ? 3 : 2);
      int number = from == end || isOpen(end) ? -1 : number(from, end - from, hex ? HEX : DECIMAL);
      // Without a semicolon a smaller one is likely to be the beginning of another, cut off.
      boolean any = isClosed(end) || number >= ' ';
      return any && number <= Character.MAX_VALUE ? number : -1;
    }
    return isClosed(end)
        ? ENTITIES.getOrDefault(new String(chars, index + 1, end - index - 1), -1)
        : -1;
  }

  private boolean isNumber(int index) {
    return index + 1 < length && chars[index + 1] == '#';
  }

  private boolean isHex(int index) {
    return index + 2 < length && (chars[index + 2] == 'x' || chars[index + 2] == 'X');
  }

  /// Whether more digits of a number may come: the number is cut off, or its next character is
  /// written by an escape of another kind, which is taken off first.
  private boolean isOpen(int end) {
    return end == length || chars[end] == '\\' || chars[end] == '%';
  }

  private boolean isClosed(int end) {
    return end < length && chars[end] == ';';
  }

  /// The index just behind the name or the number of the escape of HTML at `index`.
  private int endOfEntity(int index) {
    boolean number = isNumber(index);
    int radix = !number ? Character.MAX_RADIX : isHex(index) ? HEX : DECIMAL;
    int last = Math.min(length, index + LONGEST_ENTITY);
    int i = index + (!number ? 1 : isHex(index) ? 3 : 2);
    while (i < last && chars[i] < ASCII && Character.digit(chars[i], radix) >= 0) {
      i++;
    }
    return i;
  }

  /// The number with so many digits; -1 where the digits are not there, or the number is beyond any
  /// character.
  private int number(int from, int digits, int radix) {
    if (from + digits > length) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = chars[i] < ASCII ? Character.digit(chars[i], radix) : -1;
      if (digit < 0 || number > Character.MAX_VALUE) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
