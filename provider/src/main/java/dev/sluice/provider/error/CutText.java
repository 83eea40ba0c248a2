package dev.sluice.provider.error;

/// Tells where texts are cut off: at their end, at the end of a text quoted within them, and in
/// front of an ellipsis, with or without a space.
final class CutText {
  /// The longest escape of any kind, less one.
  private static final int ESCAPE_MAX = 11;

  private static final String ESCAPES = "\\%&";
  private static final String ENDS = ESCAPES + '"';

  private CutText() {}

  /// Whether `text` is cut off at `index`, and where what was cut off there ends: an escape may
  /// have been cut in two, and base64 has bits of what is missing in one more character, and
  /// padding.
  ///
  /// @param index behind a character at least
  /// @param encoded whether what stands in front of `index` is base64
  /// @return -1 where it is not cut off
  static int end(CharSequence text, int index, boolean encoded) {
    int end = behind(text, index, encoded);
    // What ends the text, or an escape in it, may have been taken for a character of its own.
    boolean own = ENDS.indexOf(text.charAt(index - 1)) >= 0;
    return end < 0 && own ? behind(text, index - 1, encoded) : end;
  }

  private static int behind(CharSequence text, int index, boolean encoded) {
    if (isCut(text, index)) {
      return index;
    }
    int escape = behindEscape(text, index);
    if (isCut(text, escape)) {
      return escape;
    }
    int padded = encoded ? behindPadding(text, index) : index;
    return isCut(text, padded) ? padded : -1;
  }

  private static boolean isCut(CharSequence text, int index) {
    int i = index;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    if (i == text.length()) {
      return true;
    }
    return switch (text.charAt(i)) {
      case '"', '\u2026' -> true;
      case '.' -> i + 1 < text.length() && text.charAt(i + 1) == '.';
      default -> false;
    };
  }

  private static int behindEscape(CharSequence text, int index) {
    if (index == text.length() || ESCAPES.indexOf(text.charAt(index)) < 0) {
      return index;
    }
    int last = Math.min(text.length(), index + ESCAPE_MAX);
    int i = index + 1;
    while (i < last && (text.charAt(i) == '#' || Character.isLetterOrDigit(text.charAt(i)))) {
      i++;
    }
    return i;
  }

  private static int behindPadding(CharSequence text, int index) {
    int i = index < text.length() && SecretForm.isBase64(text.charAt(index)) ? index + 1 : index;
    while (i < text.length() && text.charAt(i) == '=') {
      i++;
    }
    return i;
  }
}
