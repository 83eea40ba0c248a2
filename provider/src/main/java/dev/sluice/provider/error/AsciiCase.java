package dev.sluice.provider.error;

/// Lower case of the letters of ASCII alone. Unicode's lower case would make letters of ASCII out
/// of others (the Kelvin sign), so that words would be found in a message that its request does not
/// contain.
final class AsciiCase {
  private AsciiCase() {}

  static String lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = lower(chars[i]);
    }
    return new String(chars);
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }
}
