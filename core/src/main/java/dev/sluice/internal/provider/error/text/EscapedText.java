package dev.sluice.internal.provider.error.text;

import java.nio.CharBuffer;
import java.util.Arrays;

/// A text whose escapes are taken off, layer by layer: those of JSON strings and of percent
/// encoding, in any mixture. JSON may be quoted within JSON, and an address within an address, so
/// there may be several. Each character knows what in the text it was written with. For one thread.
final class EscapedText {
  /// How many layers are taken off: a message quotes another one that quotes a third.
  private static final int DEEPEST = 4;

  /// The length of a character's escape by its number, in JSON.
  private static final int BY_NUMBER = 6;

  /// The length of a byte's escape by percent encoding.
  private static final int PERCENT = 3;

  private static final int HEX = 16;
  private static final int ASCII = 0x80;

  private final char[] chars;
  private int length;
  private int layers;

  /// Where in the text each character begins; empty as long as nothing was taken off.
  private int[] begins = {};

  /// Just behind each character in the text.
  private int[] ends = {};

  /// The text that `text` has from `from` to `to`.
  EscapedText(String text, int from, int to) {
    chars = new char[to - from];
    text.getChars(from, to, chars, 0);
    length = chars.length;
  }

  /// The characters of this layer; until the next one is uncovered.
  CharSequence layer() {
    return CharBuffer.wrap(chars, 0, length);
  }

  /// Where in the text the character at `index` of this layer begins.
  int begin(int index) {
    return layers == 0 ? index : begins[index];
  }

  /// Just behind the character at `index` of this layer, in the text.
  int end(int index) {
    return layers == 0 ? index + 1 : ends[index];
  }

  /// Takes off one layer.
  ///
  /// @return false where there is none, or enough were taken off
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

  /// The length of the escape at `at`; 1 where there is none.
  private int escape(int at) {
    if (chars[at] == '%') {
      int octet = number(at + 1, PERCENT - 1);
      return octet >= 0 && octet < ASCII ? PERCENT : 1;
    }
    if (chars[at] != '\\' || at + 1 == length) {
      return 1;
    }
    char kind = chars[at + 1];
    if (kind == 'u') {
      return number(at + 2, BY_NUMBER - 2) < 0 ? 1 : BY_NUMBER;
    }
    return "\"\\/bfnrt".indexOf(kind) < 0 ? 1 : 2;
  }

  private char meaning(int at, int size) {
    return switch (size) {
      case PERCENT -> (char) number(at + 1, PERCENT - 1);
      case BY_NUMBER -> (char) number(at + 2, BY_NUMBER - 2);
      default ->
          switch (chars[at + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> chars[at + 1];
          };
    };
  }

  /// The number with so many hexadecimal digits; -1 where they are not there.
  private int number(int from, int digits) {
    if (from + digits > length) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = chars[i] < ASCII ? Character.digit(chars[i], HEX) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * HEX + digit;
    }
    return number;
  }
}
