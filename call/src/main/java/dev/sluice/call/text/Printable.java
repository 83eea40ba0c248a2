package dev.sluice.call.text;

/// Tells visible characters from those that people do not see, or that change how others are shown:
/// control characters, ends of lines (U+2028 is one), marks of the direction of a text, those
/// without width. A name with such a character may look like another name, and one line like two.
/// Pure functions.
public final class Printable {
  /// Characters that Unicode counts among letters, marks and symbols although nothing of them is
  /// seen.
  private static final String INVISIBLE =
      "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";

  private static final int SELECTORS = 0xFE00;
  private static final int SELECTORS_LAST = 0xFE0F;
  private static final int MORE_SELECTORS = 0xE0100;
  private static final int MORE_SELECTORS_LAST = 0xE01EF;

  /// The last character of ASCII, a control character.
  private static final int DELETE = 0x7F;

  private Printable() {}

  /// Whether people see this character, and it does not change how others are shown.
  public static boolean is(int c) {
    return c < DELETE ? c >= ' ' : isBeyondAscii(c);
  }

  private static boolean isBeyondAscii(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
      case Character.PRIVATE_USE, Character.UNASSIGNED -> false;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default ->
          INVISIBLE.indexOf(c) < 0
              && (c < SELECTORS || c > SELECTORS_LAST)
              && (c < MORE_SELECTORS || c > MORE_SELECTORS_LAST);
    };
  }

  /// Whether all characters of `text` are printable.
  public static boolean all(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= DELETE) {
        return allFrom(text, i);
      }
    }
    return true;
  }

  private static boolean allFrom(String text, int from) {
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!is(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  /// `text` in one line, with `instead` for each character that is not printable; `text` itself
  /// where all are.
  public static String line(String text, char instead) {
    if (all(text)) {
      return text;
    }
    var line = new StringBuilder(text.length());
    text.codePoints().map(c -> is(c) ? c : instead).forEach(line::appendCodePoint);
    return line.toString();
  }

  /// `text` with the escapes of JSON strings for each character that is not printable; `text`
  /// itself where all are.
  public static String escaped(String text) {
    if (all(text)) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (is(c)) {
        escaped.appendCodePoint(c);
      } else {
        for (char half : Character.toChars(c)) {
          escaped.append("\\u%04x".formatted((int) half));
        }
      }
      i += Character.charCount(c);
    }
    return escaped.toString();
  }
}
