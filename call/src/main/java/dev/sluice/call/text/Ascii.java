package dev.sluice.call.text;

/// Tests of the characters in a text.
public final class Ascii {
  private Ascii() {}

  /// Letters, digits, and the characters in `others`; at least one.
  public static boolean word(CharSequence text, String others) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!letter(c) && !digit(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Whether the text has digits only, and at least one.
  public static boolean digits(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Whether the text has no control character, and nothing beyond ASCII.
  public static boolean printable(CharSequence text) {
    return between(text, ' ');
  }

  /// Whether the text is [#printable] and has no space.
  public static boolean visible(CharSequence text) {
    return between(text, '!');
  }

  private static boolean between(CharSequence text, char least) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < least || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
